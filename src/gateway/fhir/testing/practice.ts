import type { RecordedRelease } from "../../../audit/types.ts";
import type { RelationFact } from "../../../catalogue/relations.ts";
import { buildRelationIndex } from "../../../decision/relation-index.ts";
import type { AccessRequest, Facts } from "../../../decision/types.ts";
import type { Caller, Person } from "../../../identity/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Asked, Pipeline } from "../../../pipeline.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { objectProjection } from "../../../projection/object-projection.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import { practicePolicy } from "./policy.ts";

/** The practice of testing/policy.ts with its people, and a record that is a list. */
export const NOW = Date.parse("2026-05-04T15:00:00Z");
export const BASE_URL = "http://gateway.test/fhir";

const DAY = 86_400_000;

interface Member {
  readonly role: string;
  readonly purpose: string;
  readonly fhirUser?: string;
  readonly relations: Readonly<Record<string, readonly string[]>>;
}

/** p6 and beyond are nobody's. p3 is nina's by two relations, which must not make a cross product. */
export const PEOPLE: Readonly<Record<string, Member>> = {
  nina: {
    role: "nurse",
    purpose: "treatment",
    relations: { clinic: ["p1", "p2", "p3"], panel: ["p3", "p4"] },
  },
  bea: { role: "biller", purpose: "billing", relations: { billable: ["p2", "p3", "p5"] } },
  ana: { role: "analyst", purpose: "quality", relations: { cohort: ["p1", "p4", "p5"] } },
  sue: { role: "support", purpose: "support", relations: { ticket: ["p1", "p2"] } },
  pat: { role: "patient", purpose: "own-record", fhirUser: "Patient/p1", relations: {} },
  nell: { role: "nurse", purpose: "treatment", relations: {} },
  will: {
    role: "clerk",
    purpose: "treatment",
    relations: { clinic: ["p1", "p2", "p3"], panel: ["p4", "p5"] },
  },
};

export interface Entry {
  readonly id: string;
  readonly personId: string | null;
  readonly asked: Asked;
  readonly release: RecordedRelease;
  readonly purposes: readonly string[];
  readonly policyHash: string | null;
}

export interface Practice {
  readonly policy: CompiledPolicy;
  readonly pipeline: Pipeline;
  readonly entries: Entry[];
  /** While true, the record cannot be written. */
  recordFails: boolean;
  clock: number;
  inForce: CompiledPolicy | null;
}

let compiled: CompiledPolicy | undefined;

export function practice(): Practice {
  compiled ??= practicePolicy(NOW);
  const policy = compiled;
  const entries: Entry[] = [];
  const state: Practice = {
    policy,
    entries,
    recordFails: false,
    clock: NOW,
    inForce: policy,
    pipeline: {
      now: () => state.clock,
      policy: () => state.inForce,
      identify: async ({ authorization, purposeHeader, caseHeader, channel }) => {
        const id = /^Bearer (\w+)$/.exec(authorization ?? "")?.[1] ?? "";
        const member = PEOPLE[id];
        if (member === undefined) return err("unauthenticated");
        return ok(callerOf(id, member, purposeHeader, caseHeader, channel));
      },
      requestOf,
      facts: async (caller) => factsOf(caller.person.id, state.clock),
      record: async (caller, asked, decision, release) => {
        if (state.recordFails) throw new Error("disk full");
        const id = `entry-${String(entries.length).padStart(8, "0")}`;
        const { purposes = [], policyHash = null } = decision ?? {};
        entries.push({ id, personId: caller?.person.id ?? null, asked, release, purposes, policyHash });
        return id;
      },
    },
  };
  return state;
}

export function depsOf(
  state: Practice,
  upstream: FhirUpstream,
  more: Partial<FhirGatewayDeps> = {},
): FhirGatewayDeps {
  return {
    pipeline: state.pipeline,
    upstream,
    baseUrl: BASE_URL,
    projectionOf: objectProjection,
    projectionContext: ({ now }) => ({
      now,
      tokenize: (element, value) => `token-${element}-${value.length % 7}${value.slice(-2)}`,
      zip3: new Set(["606", "537"]),
    }),
    keys: { etag: new Uint8Array(32).fill(1), pageToken: new Uint8Array(32).fill(2) },
    ...more,
  };
}

export function factsOf(personId: string, now: number): Facts {
  const relations = Object.entries(PEOPLE[personId]?.relations ?? {});
  const facts = relations.flatMap(([relation, patients]) =>
    patients.map((patientId): RelationFact => ({
      relation,
      patientId,
      from: now - DAY,
      until: now + DAY,
      syncedAt: now,
      refs: [],
      source: "test",
    })),
  );
  return {
    relations: buildRelationIndex(facts),
    authorizations: [],
    consents: [],
    restrictions: [],
    grants: [],
  };
}

function callerOf(
  id: string,
  member: Member,
  purposeHeader: string | undefined,
  caseHeader: string | undefined,
  channel: string,
): Caller {
  const person: Person = {
    id,
    displayName: id,
    roles: [member.role],
    fhirUser: member.fhirUser ?? null,
    department: null,
    manager: null,
    active: true,
  };
  return {
    person,
    sessionId: "s1",
    declaredPurpose: purposeHeader ?? null,
    caseId: caseHeader ?? null,
    system: "test",
    channel,
    scopes: null,
  };
}

function requestOf(caller: Caller, asked: Asked, now: number): AccessRequest {
  const patientId = /^Patient\/(.+)$/.exec(caller.person.fhirUser ?? "")?.[1] ?? null;
  return {
    act: asked.act,
    capability: asked.capability,
    recipient: asked.recipient,
    exemption: asked.exemption,
    subject: {
      personId: caller.person.id,
      roles: caller.person.roles,
      active: caller.person.active,
      patientId,
      baa: null,
      scopes: null,
    },
    purpose: caller.declaredPurpose,
    caseId: caller.caseId,
    system: caller.system,
    channel: caller.channel,
    now,
  };
}
