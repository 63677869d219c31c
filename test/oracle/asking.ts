import type { CedarValueJson, EntityJson } from "@cedar-policy/cedar-wasm/nodejs";
import type { TransformVector } from "../../src/catalogue/transforms.ts";
import type { Basis } from "../../src/catalogue/vocabulary.ts";
import type { Authorization, ExemptionClaim, Subject, TemporaryGrant } from "../../src/decision/types.ts";
import type { CompiledPolicy, CompiledPurpose } from "../../src/policy/types.ts";
import type { Situation } from "./standing-facts.ts";
import { authorizedSegments, consentedBases, relationsHeld, restrictionsOn } from "./standing-facts.ts";

type Attributes = Record<string, CedarValueJson>;

/** One purpose on one ground; a record element is shown when Cedar allows any of them. */
export interface Stand {
  readonly purpose: string;
  readonly ground: string;
  readonly basis: string;
  readonly grant: TemporaryGrant | null;
}

export const PERSON = { type: "Person", id: "asker" };
export const RECORD = { type: "Record", id: "record" };

/** Person and record as Cedar entities: what is true of them whatever element and purpose is asked about. */
export function entitiesOf(at: Situation): EntityJson[] {
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
    { uid: PERSON, attrs: personOf(policy, request.subject), parents: roles },
    { uid: RECORD, attrs: attributes, parents: [] },
  ];
}

function personOf(policy: CompiledPolicy, { personId, active, patientId, baa, scopes }: Subject): Attributes {
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
            elements: elementIds(policy, baa.elements),
          },
        }),
    ...(scopes === null
      ? {}
      : {
          scopes: scopes.flatMap(({ type, can }) =>
            [...can].map((capability) => ({ type, can: capability })),
          ),
        }),
  };
}

/** Every purpose that the declaration could mean, on every ground that the person could have. */
export function standsOf(at: Situation): Stand[] {
  const { policy, request, facts } = at;
  const grounds = isOriginator(at) ? ["role", "originator"] : ["role"];
  const stands = purposesMeant(at).flatMap((purpose) => {
    const ownRules = grounds.map((ground) => stand(purpose, ground, purpose.basis));
    const code = request.exemption?.code ?? (request.act === "use" ? null : "treatment");
    return code === null ? ownRules : [...ownRules, stand(purpose, `exempt:${code}`, basisOf(code, purpose))];
  });
  const lent = facts.grants.map((grant) => ({
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

/** The context of a request that does not depend on element and stand. */
export function circumstancesOf(at: Situation): Attributes {
  const { request, facts } = at;
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
    approved: approvals.map((grant) => grant.purpose),
    ...(purpose === null ? {} : { declared: purpose }),
    ...(caseId === null ? {} : { caseId }),
    ...(recipient === null
      ? {}
      : { recipient: { ...recipient, patientId: recipient.id.replace(/^Patient\//u, "") } }),
    ...(exemption === null ? {} : { claim: claimOf(at, exemption) }),
  };
}

/** The context of the request about one element on one stand. */
export function contextOf(at: Situation, circumstances: Attributes, element: number, on: Stand): Attributes {
  return {
    ...circumstances,
    element: at.policy.catalogue.elements[element]?.id ?? "",
    heldBy: at.policy.catalogue.elementsOfType(at.record.type).includes(element) ? [at.record.type] : [],
    purpose: on.purpose,
    ground: on.ground,
    basis: on.basis,
    restrictions: restrictionsOn(at, element),
    ...(on.grant === null ? {} : { grant: grantOf(at.policy, on.grant) }),
  };
}

function claimOf({ policy, facts }: Situation, claim: ExemptionClaim): Attributes {
  const authorization = facts.authorizations.find(({ id }) => id === claim.authorizationId);
  return {
    code: claim.code,
    ...(claim.citation === null ? {} : { citation: claim.citation.trim() }),
    ...(claim.lawElements === null ? {} : { lawElements: elementIds(policy, claim.lawElements) }),
    ...(claim.profile === null ? {} : { profile: claim.profile }),
    ...(authorization === undefined ? {} : { authorization: authorizationOf(policy, authorization) }),
  };
}

function authorizationOf(policy: CompiledPolicy, paper: Authorization): Attributes {
  return {
    patientId: paper.patientId,
    present: [...paper.present],
    elements: elementIds(policy, paper.elements),
    segments: segmentIds(policy, paper.segments),
    recipientIds: [...paper.recipientIds],
    recipientClasses: [...paper.recipientClasses],
    signedAt: paper.signedAt,
    expiresAt: paper.expiresAt,
    ...(paper.revokedAt === null ? {} : { revokedAt: paper.revokedAt }),
  };
}

function grantOf(policy: CompiledPolicy, grant: TemporaryGrant): Attributes {
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
    elements: elementIds(policy, grant.elements),
    segments: segmentIds(policy, grant.segments),
  };
}

function elementIds({ catalogue }: CompiledPolicy, vector: TransformVector): string[] {
  return catalogue.elements.filter(({ index }) => vector[index] !== 0).map(({ id }) => id);
}

/** A bit that the policy does not name is a segment too, of a name that no rule has. */
function segmentIds(policy: CompiledPolicy, mask: number): string[] {
  const bits = Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => ((mask >>> bit) & 1) === 1);
  return bits.map((bit) => policy.segments.find((segment) => segment.bit === bit)?.id ?? `bit-${bit}`);
}
