import type { RelationFact } from "../../src/catalogue/relations.ts";
import { KEEP, type TransformVector } from "../../src/catalogue/transforms.ts";
import type { RecordFacts, SegmentMask } from "../../src/catalogue/types.ts";
import type {
  Act,
  Basis,
  Capability,
  ExemptionCode,
  RecipientClass,
} from "../../src/catalogue/vocabulary.ts";
import { AUTHORIZATION_PARTS } from "../../src/decision/authorization.ts";
import { buildRelationIndex } from "../../src/decision/relation-index.ts";
import type { Call } from "../../src/decision/testing/call.ts";
import type { Tape } from "../../src/decision/testing/tape.ts";
import type {
  AccessRequest,
  ExemptionClaim,
  Facts,
  Recipient,
  Restriction,
  TemporaryGrant,
} from "../../src/decision/types.ts";
import type { CompiledGrant, CompiledPolicy } from "../../src/policy/types.ts";

/** Random calls on a policy of real size: each turns around one of its grants, so that enough of them are permitted. */
const NOW = Date.parse("2026-05-04T15:00:00Z");
const HOUR = 3_600_000;
const PATIENTS: readonly [string, ...string[]] = ["p1", "p2"];
const REFS: readonly [string, ...string[]] = ["Claim/1", "Encounter/1", "ServiceRequest/1"];
const BASES: readonly [Basis, ...Basis[]] = [
  "treatment",
  "payment",
  "operations",
  "individual",
  "public-health",
];
const RECIPIENTS: readonly [RecipientClass, ...RecipientClass[]] = [
  "provider",
  "health-plan",
  "individual",
  "researcher",
  "hhs",
  "court",
  "public-health-authority",
];
const CODES: readonly [ExemptionCode, ...ExemptionCode[]] = [
  "authorization",
  "individual",
  "hhs",
  "required-by-law",
  "hipaa-compliance",
  "treatment",
];

interface Source {
  readonly tape: Tape;
  readonly policy: CompiledPolicy;
  readonly focus: CompiledGrant;
}

export function shippedCall(tape: Tape, policy: CompiledPolicy): Call {
  const grants = [...policy.roles.values()].flatMap((role) => role.grants);
  const focus = grants[tape.below(grants.length)];
  if (focus === undefined) throw new Error("the policy has no grants");
  const source: Source = { tape, policy, focus };
  return {
    request: requestOf(source),
    facts: factsOf(source),
    records: [recordOf(source), recordOf(source)],
  };
}

/** Resource types that hold an element. */
function typesOf({ policy }: Source, vector: TransformVector): string[] {
  const given = policy.catalogue.elements.filter(({ index }) => vector[index] !== 0);
  return [...new Set(given.flatMap(({ fhir }) => fhir.map((path) => path.split(/[.[]/u)[0] ?? "")))];
}

function oneOf<T>(tape: Tape, items: readonly T[], otherwise: T): T {
  return items[tape.below(Math.max(1, items.length))] ?? otherwise;
}

function window(tape: Tape): { from: number; until: number } {
  return { from: NOW - tape.pick([HOUR, HOUR, 1, 0, -1]), until: NOW + tape.pick([HOUR, HOUR, 1, HOUR, 0]) };
}

/** Whole groups, most often with what the grant at hand names. */
function someElements({ tape, policy, focus }: Source): TransformVector {
  const groups = [...new Set(policy.catalogue.elements.map(({ group }) => group))];
  const some = [oneOf(tape, groups, ""), oneOf(tape, groups, ""), oneOf(tape, groups, "")];
  const withFocus = tape.chance(70);
  const elements = policy.catalogue.elements.map(({ group, index }) => {
    const named = some.includes(group) || (withFocus && focus.elements[index] !== 0);
    return named ? KEEP : 0;
  });
  return Uint8Array.from(elements);
}

function someSegments({ tape, policy, focus }: Source): SegmentMask {
  const named = tape.chance(50) ? [...focus.segments.keys()] : policy.segments.map(({ bit }) => bit);
  return tape.many(2, () => oneOf(tape, named, 0)).reduce((mask, bit) => mask | (1 << bit), 0);
}

function requestOf(source: Source): AccessRequest {
  const { tape, policy, focus } = source;
  const act = tape.pick<Act>(["use", "use", "use", "disclose", "request"]);
  const purpose = policy.purposes.get(focus.purpose);
  const declared = tape.pick([
    focus.purpose,
    purpose?.code ?? focus.purpose,
    purpose?.parent ?? focus.purpose,
  ]);
  const capability = oneOf<Capability>(tape, [...focus.can], "read");
  const others = [...policy.roles.keys()];
  return {
    act,
    subject: {
      personId: "person",
      roles: tape.chance(40) ? [focus.role, oneOf(tape, others, focus.role)] : [focus.role],
      active: !tape.chance(2),
      patientId: tape.pick(["p1", "p1", null]),
      baa: tape.chance(6) ? agreementOf(source) : null,
      scopes: tape.chance(6)
        ? [
            {
              text: "user/*",
              type: tape.pick(["*", "Patient"]),
              can: new Set(["read"]),
              patient: tape.pick(["p1", undefined]),
            },
          ]
        : null,
    },
    purpose: tape.chance(10) ? oneOf(tape, [...policy.declarable.keys()], declared) : declared,
    caseId: tape.pick(["Claim/1", "1", "Claim/2", null]),
    capability: tape.chance(8) ? tape.pick(["locate", "search", "approve"]) : capability,
    recipient: act === "use" ? null : recipientOf(source, act),
    exemption: tape.chance(act === "use" ? 6 : 35) ? claimOf(source) : null,
    system: tape.pick(["ehr", "lis"]),
    channel: tape.pick(["fhir", "console"]),
    now: NOW,
  };
}

function agreementOf(source: Source): NonNullable<AccessRequest["subject"]["baa"]> {
  const { tape, focus } = source;
  const systems = tape.chance(80) ? [] : ["ehr"];
  return { id: "baa", ...window(tape), purposes: [focus.purpose], elements: someElements(source), systems };
}

function recipientOf({ tape, policy, focus }: Source, act: "disclose" | "request"): Recipient {
  const listed = [...(policy.purposes.get(focus.purpose)?.[act]?.recipients ?? [])];
  const any = tape.pick(RECIPIENTS);
  const id = tape.pick(["Patient/p1", "p2", "acme"]);
  return { class: tape.chance(60) ? oneOf(tape, listed, any) : any, id, verified: !tape.chance(15) };
}

function claimOf(source: Source): ExemptionClaim {
  const { tape } = source;
  return {
    code: tape.pick(CODES),
    citation: tape.pick(["Order 24-113", "Order 24-113", " ", null]),
    lawElements: someElements(source),
    profile: tape.pick(["837p", "270", "837i", "999"]),
    authorizationId: tape.pick(["a0", "a0", "a1"]),
  };
}

function factsOf(source: Source): Facts {
  const { tape } = source;
  return {
    relations: buildRelationIndex(tape.many(5, () => relationOf(source))),
    authorizations: tape.many(2, (n) => ({
      id: `a${n}`,
      patientId: tape.pick(PATIENTS),
      present: new Set(tape.chance(90) ? AUTHORIZATION_PARTS : AUTHORIZATION_PARTS.slice(1)),
      elements: someElements(source),
      segments: tape.below(256),
      recipientIds: ["person", "acme"],
      recipientClasses: tape.some(RECIPIENTS, 40),
      signedAt: NOW - tape.pick([HOUR, 0, -1]),
      expiresAt: NOW + tape.pick([HOUR, 1, 0]),
      revokedAt: tape.pick([null, null, NOW, NOW + 1]),
    })),
    consents: tape.many(2, (n) => ({
      id: `c${n}`,
      patientId: tape.pick(PATIENTS),
      recipientClasses: tape.some(RECIPIENTS, 60),
      bases: tape.some(BASES, 60),
      ...window(tape),
      revokedAt: tape.pick([null, null, NOW, NOW + 1]),
    })),
    restrictions: tape.chance(70) ? [] : tape.many(2, (n) => restrictionOf(source, n)),
    grants: tape.chance(60) ? [] : tape.many(2, (n) => lentOf(source, n)),
    ...(tape.chance(8) ? { device: { why: "unknown", elements: someElements(source) } } : {}),
  };
}

function relationOf({ tape, policy, focus }: Source): RelationFact {
  const bound = policy.relations.get(focus.relation)?.recordBound === true;
  const relation = tape.chance(75)
    ? focus.relation
    : oneOf(tape, [...policy.relations.keys()], focus.relation);
  return {
    relation,
    patientId: tape.pick(["p1", "p1", "p2"]),
    ...window(tape),
    syncedAt: NOW - tape.pick([0, 0, 0, 900_000, 900_001]),
    refs: tape.chance(bound ? 10 : 70) ? [] : tape.some(REFS, 70),
    source: "test",
  };
}

function restrictionOf(source: Source, n: number): Restriction {
  const { tape } = source;
  return {
    id: `x${n}`,
    patientId: tape.pick(PATIENTS),
    kind: tape.pick(["self-pay", "agreed"]),
    elements: tape.chance(50)
      ? new Uint8Array(source.policy.catalogue.elements.length)
      : someElements(source),
    refs: tape.chance(70) ? [] : tape.some(REFS, 60),
    recipientClasses: tape.chance(50) ? [] : tape.some(RECIPIENTS, 40),
    bases: tape.some(BASES, 50),
  };
}

function lentOf(source: Source, n: number): TemporaryGrant {
  const { tape, focus } = source;
  const kind: TemporaryGrant["kind"] = tape.pick(["jit", "break-glass"]);
  return {
    id: `g${n}`,
    kind,
    purpose: kind === "jit" ? focus.purpose : tape.pick(["break-glass", "treatment"]),
    act: tape.pick(["use", "use", "use", "disclose"]),
    patients: tape.some(PATIENTS, 80),
    refs: tape.chance(80) ? [] : tape.some(REFS, 60),
    elements: someElements(source),
    segments: tape.below(256),
    systems: tape.chance(90) ? [] : ["lis"],
    ...window(tape),
  };
}

function recordOf(source: Source): RecordFacts {
  const { tape, policy, focus } = source;
  const type = oneOf(tape, typesOf(source, focus.elements), "Patient");
  const patients = tape.pick([["p1"], ["p1"], ["p1"], ["p2"], ["p1", "p2"]]);
  const directory = policy.relations.get(focus.relation)?.kind === "directory";
  const id = type === "Patient" ? (patients[0] ?? "p1") : "1";
  return {
    type,
    id,
    patients: directory && !tape.chance(10) ? [] : patients,
    attributed: !tape.chance(3),
    segments: tape.chance(60) ? 0 : someSegments(source),
    refs: [`${type}/${id}`, ...tape.some(["Encounter/1", "Claim/1"], 50)],
  };
}
