/** Everyone whom the shipped policy gives anything: each role with each purpose it can declare. */
import { join } from "node:path";
import { NOW } from "../../demo/testing/shared-hospital.ts";
import type { RelationFact } from "../../src/catalogue/relations.ts";
import type { RecordFacts } from "../../src/catalogue/types.ts";
import { buildRelationIndex } from "../../src/decision/relation-index.ts";
import type { AccessRequest, Facts, Subject } from "../../src/decision/types.ts";
import { openPolicy } from "../../src/policy/open.ts";
import type { CompiledPolicy, CompiledRole } from "../../src/policy/types.ts";

/** The person of the originator's facts. */
export const AUTHOR = "Practitioner/practitioner-paul-provider";

/** One caller with one declared purpose. */
export interface Session {
  readonly role: string;
  readonly purpose: string;
  /** For the role `patient`: who it is. */
  readonly patientId: string | null;
}

let policy: Promise<CompiledPolicy> | undefined;

/** The policy in content/, compiled once. */
export function shippedPolicy(): Promise<CompiledPolicy> {
  policy ??= openPolicy(join(import.meta.dirname, "../../content"), { now: () => NOW });
  return policy;
}

/** Every session that may show something. A patient has one for each of `patients`. */
export function sessionsOf(shipped: CompiledPolicy, patients: readonly string[]): readonly Session[] {
  return [...shipped.roles.values()].flatMap((role) =>
    [...purposesOf(role), ...unionsOf(role, shipped)].flatMap((purpose) => {
      const who = role.kind === "patient" ? patients : [null];
      return who.map((patientId) => ({ role: role.id, purpose, patientId }));
    }),
  );
}

/** The purposes a role has standing grants for. */
export function purposesOf(role: CompiledRole): readonly string[] {
  return [...new Set(role.grants.map(({ purpose }) => purpose))];
}

/** HL7 codes that stand for several purposes of the role at once: `HPAYMT`. */
function unionsOf(role: CompiledRole, shipped: CompiledPolicy): readonly string[] {
  const own = purposesOf(role);
  return [...shipped.declarable]
    .filter(([code, meant]) => /^[A-Z]+$/.test(code) && meant.filter((one) => own.includes(one)).length > 1)
    .map(([code]) => code);
}

/** The session's request for a use, as file mode and the gateway make it. */
export function requestOf({ role, purpose, patientId }: Session, caseId: string): AccessRequest {
  const subject: Subject = {
    personId: role,
    roles: [role],
    active: true,
    patientId,
    baa: null,
    scopes: null,
  };
  return {
    act: "use",
    subject,
    purpose,
    caseId,
    capability: "read",
    recipient: null,
    exemption: null,
    system: "test",
    channel: "test",
    now: NOW,
  };
}

/**
 * The person is related to every patient by every relation that permits, and to every record where a relation
 * is bound to records; so that what is withheld is withheld by element, segment and type. Authorship alone is as
 * the records say, for psychotherapy notes rest on it.
 */
export function generousFacts(
  shipped: CompiledPolicy,
  records: readonly RecordFacts[],
  authored: ReadonlySet<string>,
  caseId: string,
): Facts {
  const patients = [...new Set(records.flatMap((record) => record.patients))];
  const refs = [...new Set([caseId, ...records.flatMap((record) => record.refs)])];
  const relations = [...shipped.relations.values()].filter(({ kind, permits }) => kind === "fact" && permits);
  const facts = patients.flatMap((patientId) =>
    relations.map(({ id, recordBound }): RelationFact => {
      const bound = id === "originator" ? [...authored] : refs;
      return {
        relation: id,
        patientId,
        from: NOW - 1,
        until: NOW + 1,
        syncedAt: NOW,
        refs: recordBound ? bound : [],
        source: "test",
      };
    }),
  );
  return { ...NO_FACTS, relations: buildRelationIndex(facts) };
}

export const NO_FACTS: Facts = {
  relations: buildRelationIndex([]),
  authorizations: [],
  consents: [],
  restrictions: [],
  grants: [],
};
