import type { RelationFact } from "../../catalogue/relations.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { AUTHORIZATION_PARTS } from "../authorization.ts";
import { buildRelationIndex } from "../relation-index.ts";
import type {
  AccessRequest,
  Authorization,
  BaaCeiling,
  ExemptionClaim,
  Facts,
  Part2Consent,
  Recipient,
  Restriction,
  ScopeCeiling,
  TemporaryGrant,
} from "../types.ts";
import { vector } from "./catalogue-builder.ts";
import type { Tape } from "./tape.ts";
import type { Lattice } from "./world.ts";
import { ACTS, BASES, CODES, INSTANT, RECIPIENTS, someElements } from "./world.ts";

/** Random requests, facts and records to put to a random policy. */
const NOW = INSTANT;
const PATIENTS: readonly [string, ...string[]] = ["p1", "p2"];
const REFS: readonly [string, ...string[]] = ["Claim/1", "Encounter/1", "DocumentReference/1"];
const SCOPES: readonly [string, ...string[]] = ["scope-1", "scope-2"];
const PURPOSES: readonly [string, ...string[]] = [
  "TREAT",
  "TREAT",
  "HPAYMT",
  "payment",
  "treatment",
  "ETREAT",
  "release",
  "v3|RECORDMGT",
  "CLMATTCH",
  "own",
];

/** What a call draws its vectors from. */
interface Source {
  readonly tape: Tape;
  readonly policy: CompiledPolicy;
  readonly lattice: Lattice;
}

export interface Call {
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly records: readonly RecordFacts[];
}

export function randomCall(tape: Tape, policy: CompiledPolicy, lattice: Lattice): Call {
  const source: Source = { tape, policy, lattice };
  return {
    request: randomRequest(source),
    facts: randomFacts(source),
    records: [randomRecord(tape), randomRecord(tape)],
  };
}

function elementsFrom({ tape, policy, lattice }: Source, percent?: number): TransformVector {
  return vector(policy.catalogue, someElements(tape, lattice, percent));
}

/** An instant before, at or after now; mostly on the side that lets things hold. */
function before(tape: Tape): number {
  return NOW + tape.pick([-1000, -1000, -1000, -1, 0, 0, 1]);
}

function after(tape: Tape): number {
  return NOW + tape.pick([1000, 1000, 1000, 1, 1, 0, -1]);
}

function randomRequest(source: Source): AccessRequest {
  const { tape } = source;
  const act = tape.chance(40) ? "use" : tape.pick(ACTS);
  const capability: Capability = tape.pick(["read", "read", "read", "read", "search", "search", "locate"]);
  return {
    act,
    subject: {
      personId: "person",
      roles: tape.pick([
        ["r0", "r1", "r2"],
        ["r0", "r1"],
        ["r1", "r2"],
        ["r0", "r1", "r2"],
        ["r2", "none"],
        ["none"],
      ]),
      active: !tape.chance(3),
      patientId: tape.pick(["p1", null]),
      baa: tape.chance(10) ? randomBaa(source) : null,
      scopes: tape.chance(12) ? tape.many(2, () => randomScope(tape)) : null,
    },
    purpose: tape.chance(4) ? tape.pick(["BTG", "nonsense", null]) : tape.pick(PURPOSES),
    caseId: tape.pick(["Claim/1", "1", null, "Claim/2"]),
    capability,
    recipient: act === "use" && !tape.chance(10) ? null : randomRecipient(tape),
    exemption: tape.chance(act === "use" ? 8 : 40) ? randomClaim(source) : null,
    system: tape.pick(["ehr", "ehr", "ehr", "lis"]),
    channel: tape.pick(["fhir", "fhir", "fhir", "console"]),
    now: NOW,
  };
}

function randomRecipient(tape: Tape): Recipient | null {
  if (tape.chance(5)) return null;
  return {
    class: tape.pick(RECIPIENTS),
    id: tape.pick(["p1", "Patient/p2", "acme"]),
    verified: !tape.chance(20),
  };
}

function randomClaim(source: Source): ExemptionClaim {
  const { tape } = source;
  return {
    code: tape.chance(5) ? "exempt" : tape.pick(CODES),
    citation: tape.pick(["Order 24-113", "Order 24-113", " ", null]),
    lawElements: tape.chance(15) ? null : elementsFrom(source),
    profile: tape.pick(["837p", "837p", "999", null]),
    authorizationId: tape.pick(["a0", "a0", "a1", null]),
  };
}

function randomBaa(source: Source): BaaCeiling {
  const { tape } = source;
  return {
    id: "baa",
    from: before(tape),
    until: after(tape),
    purposes: tape.some(["payment", "treatment", "release", "emergency"], 80),
    elements: elementsFrom(source, 85),
    systems: tape.chance(70) ? [] : ["ehr"],
  };
}

function randomScope(tape: Tape): ScopeCeiling {
  const type = tape.pick(["*", "Patient", "Claim", "DocumentReference"]);
  return {
    text: tape.pick(SCOPES),
    type,
    can: new Set(tape.some(["read", "search", "locate"] as const, 75)),
    ...(tape.chance(70) ? {} : { patient: tape.pick(PATIENTS) }),
    ...(tape.chance(60) ? {} : { query: [["status", "active"]] as const }),
  };
}

function randomFacts(source: Source): Facts {
  const { tape } = source;
  return {
    relations: buildRelationIndex(tape.many(6, () => randomRelation(tape))),
    authorizations: tape.many(2, (n) => randomAuthorization(source, n)),
    consents: tape.many(2, (n) => randomConsent(tape, n)),
    restrictions: tape.chance(50) ? [] : tape.many(2, (n) => randomRestriction(source, n)),
    grants: tape.chance(40) ? [] : tape.many(2, (n) => randomGrant(source, n)),
    ...(tape.chance(3) ? { device: { why: "unknown", elements: elementsFrom(source) } } : {}),
  };
}

function randomRelation(tape: Tape): RelationFact {
  return {
    relation: tape.pick(["clinic", "clinic", "clinic", "assigned", "originator", "neighbor"]),
    patientId: tape.pick(PATIENTS),
    from: before(tape),
    until: after(tape),
    syncedAt: NOW - tape.pick([0, 0, 0, 0, 900_000, 900_001]),
    refs: tape.chance(50) ? [] : tape.some(REFS, 60),
    source: "test",
  };
}

function randomAuthorization(source: Source, n: number): Authorization {
  const { tape } = source;
  const present = tape.chance(85) ? AUTHORIZATION_PARTS : tape.some(AUTHORIZATION_PARTS, 90);
  return {
    id: `a${n}`,
    patientId: tape.pick(PATIENTS),
    present: new Set(present),
    elements: elementsFrom(source),
    segments: tape.below(8),
    recipientIds: tape.some(["person", "acme", "p1"], 60),
    recipientClasses: tape.some(RECIPIENTS, 30),
    signedAt: before(tape),
    expiresAt: after(tape),
    revokedAt: tape.chance(80) ? null : after(tape),
  };
}

function randomConsent(tape: Tape, n: number): Part2Consent {
  return {
    id: `c${n}`,
    patientId: tape.pick(PATIENTS),
    recipientClasses: tape.some(RECIPIENTS, 60),
    bases: tape.some(BASES, 60),
    from: before(tape),
    until: after(tape),
    revokedAt: tape.chance(80) ? null : after(tape),
  };
}

function randomRestriction(source: Source, n: number): Restriction {
  const { tape } = source;
  return {
    id: `x${n}`,
    patientId: tape.pick(PATIENTS),
    kind: tape.pick(["self-pay", "agreed"]),
    elements: elementsFrom(source, 40),
    refs: tape.chance(60) ? [] : tape.some(REFS, 60),
    recipientClasses: tape.some(RECIPIENTS, 40),
    bases: tape.some(BASES, 50),
  };
}

function randomGrant(source: Source, n: number): TemporaryGrant {
  const { tape } = source;
  const kind: TemporaryGrant["kind"] = tape.pick(["jit", "break-glass"]);
  return {
    id: `g${n}`,
    kind,
    purpose:
      kind === "jit"
        ? tape.pick(["payment", "treatment", "release", "support", "gone"])
        : tape.pick(["glass", "treatment"]),
    act: tape.pick(["use", "use", "disclose", "request"]),
    patients: tape.some(PATIENTS, 70),
    refs: tape.chance(70) ? [] : tape.some(REFS, 60),
    elements: elementsFrom(source),
    segments: tape.below(8),
    systems: tape.chance(85) ? [] : ["lis"],
    from: before(tape),
    until: after(tape),
  };
}

function randomRecord(tape: Tape): RecordFacts {
  const type = tape.pick(["Patient", "Claim", "DocumentReference", "Practitioner", "Unmapped"]);
  const directory = type === "Practitioner";
  const patients = tape.pick([["p1"], ["p1"], ["p1"], ["p2"], ["p1", "p2"]]);
  const id = type === "Patient" ? (patients[0] ?? "p1") : "1";
  return {
    type,
    id,
    patients: directory && !tape.chance(10) ? [] : patients,
    attributed: !tape.chance(4),
    segments: tape.chance(50) ? 0 : tape.below(8),
    refs: [`${type}/${id}`, ...tape.some(["Encounter/1", "Claim/1"], 40)],
    ...(tape.chance(40) ? {} : { matches: new Set(tape.some(SCOPES, 50)) }),
  };
}
