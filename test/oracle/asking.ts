import type { CedarValueJson, EntityJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { TransformVector } from "../../src/catalogue/transforms.ts";
import type { RecordFacts } from "../../src/catalogue/types.ts";
import type { Basis } from "../../src/catalogue/vocabulary.ts";
import type {
  Authorization,
  ExemptionClaim,
  ScopeCeiling,
  Subject,
  TemporaryGrant,
} from "../../src/decision/types.ts";
import type { CompiledPolicy, CompiledPurpose } from "../../src/policy/types.ts";
import type { Situation } from "./standing-facts.ts";
import { authorizedSegments, consentedBases, relationsHeld, restrictionsOn } from "./standing-facts.ts";

type Attributes = Record<string, CedarValueJson>;

/** A situation and the element in it that is asked about. */
export interface Asked extends Situation {
  readonly element: number;
}

/** One purpose on one ground; a record element is shown when Cedar allows any of them. */
export interface Stand {
  readonly purpose: string;
  readonly ground: string;
  readonly basis: string;
  readonly grant: TemporaryGrant | null;
}

export const PERSON = { type: "Person", id: "asker" };
export const RECORD = { type: "Record", id: "record" };

/** Person and record as Cedar entities: what is true of them whatever purpose and ground is asked about. */
export function entitiesOf(at: Asked): EntityJson[] {
  const { policy, request, record } = at;
  const attributes = {
    type: record.type,
    attributed: record.attributed,
    patients: [...record.patients],
    refs: [...record.refs],
    segments: segmentIds(policy, record.segments),
    relations: relationsHeld(at, null),
    caseRelations: request.caseId === null ? [] : relationsHeld(at, request.caseId),
    authorized: authorizedSegments(at),
    consented: consentedBases(at),
  };
  const roles = request.subject.roles.map((id) => ({ type: "Role", id }));
  return [
    { uid: PERSON, attrs: personOf(at, request.subject), parents: roles },
    { uid: RECORD, attrs: attributes, parents: [] },
  ];
}

function personOf(at: Asked, { personId, active, patientId, baa, scopes }: Subject): Attributes {
  return {
    personId,
    active,
    ...(patientId === null ? {} : { patientId }),
    ...(baa === null
      ? {}
      : {
          agreement: {
            from: baa.from,
            until: baa.until,
            purposes: [...baa.purposes],
            systems: [...baa.systems],
            elements: listed(at, baa.elements),
          },
        }),
    ...(scopes === null
      ? {}
      : {
          scopes: scopes
            .filter((scope) => reaches(scope, at.record))
            .flatMap(({ type, can }) => [...can].map((capability) => ({ type, can: capability }))),
        }),
  };
}

/** What narrows a scope beyond its type is worked out here: the policy exported to Cedar knows types alone. */
function reaches({ text, patient, query }: ScopeCeiling, { patients, matches }: RecordFacts): boolean {
  const isOfPatient = patient === undefined || patients.every((id) => id === patient);
  return isOfPatient && (query === undefined || matches?.has(text) === true);
}

/** Every purpose that the declaration could mean, on every ground that the person could have. */
export function standsOf(at: Situation): Stand[] {
  const { policy, request, facts, record } = at;
  const grounds = isOriginator(at) ? ["role", "originator"] : ["role"];
  const stands = purposesMeant(at).flatMap((purpose) => {
    const ownRules = grounds.map((ground) => stand(purpose, ground, purpose.basis));
    const code = request.exemption?.code ?? (request.act === "use" ? null : "treatment");
    return code === null ? ownRules : [...ownRules, stand(purpose, `exempt:${code}`, basisOf(code, purpose))];
  });
  const ofThesePatients = facts.grants.filter(({ patients }) =>
    patients.some((id) => record.patients.includes(id)),
  );
  const lent = ofThesePatients.map((grant) => ({
    purpose: grant.purpose,
    ground: grant.kind === "jit" ? "approval" : "break-glass",
    basis: policy.purposes.get(grant.purpose)?.basis ?? "none",
    grant,
  }));
  return [...stands, ...lent];
}

/** Whether any fact, in force or not, says so. */
function isOriginator({ facts, record }: Situation): boolean {
  return record.patients.some((patientId) => facts.relations.find("originator", patientId).length > 0);
}

function stand({ id }: CompiledPurpose, ground: string, basis: string): Stand {
  return { purpose: id, ground, basis, grant: null };
}

/**
 * The purposes that the declaration names or lists, and that a grant of the person's roles is for: of another there is
 * no permit. Whether it may be declared, here and now, is for Cedar to say.
 */
function purposesMeant({ policy, request }: Situation): CompiledPurpose[] {
  const { purpose: declared, subject } = request;
  const listed = policy.declarable.get(declared ?? "") ?? [];
  const code = declared?.split("|").at(-1);
  const grants = [...[...policy.roles.values()].flatMap((role) => role.grants), ...(policy.exceptions ?? [])];
  const held = new Set(
    grants.filter(({ role }) => subject.roles.includes(role)).map(({ purpose }) => purpose),
  );
  return [...policy.purposes.values()].filter(
    (purpose) =>
      held.has(purpose.id) &&
      (listed.includes(purpose.id) ||
        purpose.id === declared ||
        (code !== undefined && purpose.code === code)),
  );
}

function basisOf(code: string, { basis }: CompiledPurpose): Basis {
  if (code === "treatment" || code === "individual" || code === "authorization") return code;
  return code === "hhs" || code === "required-by-law" ? "required-by-law" : basis;
}

/** The context of a request that does not depend on the stand. */
export function circumstancesOf(at: Asked): Attributes {
  const { policy, request, facts, record, element } = at;
  const { act, capability, purpose, caseId, recipient, exemption, system, channel, now } = request;
  const approvals = facts.grants.filter(
    ({ kind, from, until }) => kind === "jit" && from <= now && until > now,
  );
  return {
    act,
    capability,
    system,
    channel,
    now,
    element: policy.catalogue.elements[element]?.id ?? "",
    heldBy: policy.catalogue.elementsOfType(record.type).includes(element) ? [record.type] : [],
    restrictions: restrictionsOn(at, element),
    ...(facts.device === undefined ? {} : { device: listed(at, facts.device.elements) }),
    approved: approvals.map((grant) => grant.purpose),
    ...(purpose === null ? {} : { declared: purpose }),
    ...(caseId === null ? {} : { caseId }),
    ...(recipient === null
      ? {}
      : { recipient: { ...recipient, patientId: recipient.id.replace(/^Patient\//u, "") } }),
    ...(exemption === null ? {} : { claim: claimOf(at, exemption) }),
  };
}

/** The context of the request on one stand. */
export function contextOf(at: Asked, circumstances: Attributes, on: Stand): Attributes {
  return {
    ...circumstances,
    purpose: on.purpose,
    ground: on.ground,
    basis: on.basis,
    ...(on.grant === null ? {} : { grant: grantOf(at, on.grant) }),
  };
}

function claimOf(at: Asked, claim: ExemptionClaim): Attributes {
  const authorization = at.facts.authorizations.find(({ id }) => id === claim.authorizationId);
  return {
    code: claim.code,
    ...(claim.citation === null ? {} : { citation: claim.citation.trim() }),
    ...(claim.lawElements === null ? {} : { lawElements: listed(at, claim.lawElements) }),
    ...(claim.profile === null ? {} : { profile: claim.profile }),
    ...(authorization === undefined ? {} : { authorization: authorizationOf(at, authorization) }),
  };
}

function authorizationOf(at: Asked, paper: Authorization): Attributes {
  return {
    patientId: paper.patientId,
    present: [...paper.present],
    elements: listed(at, paper.elements),
    segments: segmentIds(at.policy, paper.segments),
    recipientIds: [...paper.recipientIds],
    recipientClasses: [...paper.recipientClasses],
    signedAt: paper.signedAt,
    expiresAt: paper.expiresAt,
    ...(paper.revokedAt === null ? {} : { revokedAt: paper.revokedAt }),
  };
}

function grantOf(at: Asked, grant: TemporaryGrant): Attributes {
  const { kind, purpose, act, from, until } = grant;
  return {
    kind,
    purpose,
    act,
    from,
    until,
    patients: [...grant.patients],
    refs: [...grant.refs],
    systems: [...grant.systems],
    elements: listed(at, grant.elements),
    segments: segmentIds(at.policy, grant.segments),
  };
}

/** Of a list of elements the one that is asked about, when it is on the list: the others cannot matter. */
function listed({ policy, element }: Asked, vector: TransformVector): string[] {
  const id = policy.catalogue.elements[element]?.id;
  return id === undefined || (vector[element] ?? 0) === 0 ? [] : [id];
}

/** A bit that the policy does not name is a segment too, of a name that no rule has. */
function segmentIds(policy: CompiledPolicy, mask: number): string[] {
  const bits = Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => ((mask >>> bit) & 1) === 1);
  return bits.map((bit) => policy.segments.find((segment) => segment.bit === bit)?.id ?? `bit-${bit}`);
}
