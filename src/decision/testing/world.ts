import { TRANSFORMS } from "../../catalogue/transforms.ts";
import type { Transform } from "../../catalogue/transforms.ts";
import type { Act, Basis, Capability, ExemptionCode, RecipientClass } from "../../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type {
  ExemptionSpec,
  GrantSpec,
  OutboundSpec,
  PolicySpec,
  PurposeSpec,
  RoleSpec,
} from "./policy-builder.ts";
import { buildPolicy } from "./policy-builder.ts";
import type { Tape } from "./tape.ts";

/** Random small policies, read from a tape. */
const ELEMENTS: PolicySpec["elements"] = {
  "patient.name": ["Patient"],
  "patient.birth-date": ["Patient"],
  "claim.header": ["Claim"],
  "claim.dx-codes": ["Claim"],
  "note.body": ["DocumentReference"],
  "directory.name": ["Practitioner"],
};
export const ELEMENT_IDS: readonly string[] = Object.keys(ELEMENTS);
export const SEGMENT_IDS: readonly string[] = ["bh", "psychotherapy", "part2"];
export const ACTS: readonly [Act, ...Act[]] = ["use", "disclose", "request"];
export const BASES: readonly [Basis, ...Basis[]] = [
  "treatment",
  "payment",
  "operations",
  "individual",
  "public-health",
  "emergency",
  "required-by-law",
];
export const RECIPIENTS: readonly [RecipientClass, ...RecipientClass[]] = [
  "provider",
  "health-plan",
  "individual",
  "insurer",
  "hhs",
  "court",
];
export const CODES: readonly [ExemptionCode, ...ExemptionCode[]] = [
  "treatment",
  "individual",
  "authorization",
  "hhs",
  "required-by-law",
  "hipaa-compliance",
];
/** The instant that calls are made at. */
export const INSTANT = 1_000_000;
const RELATIONS = ["clinic", "clinic", "assigned", "originator", "directory", "self", "neighbor"] as const;
const CAPABILITIES: readonly Capability[] = ["read", "search", "disclose", "request", "locate"];

/** How transforms are drawn: `any`, or comparable ones for each element, as the policy compiler would insist. */
export type Lattice = "any" | "comparable";

const CHAINS: readonly (readonly Transform[])[] = [
  ["keep", "mask"],
  ["keep", "generalize:year", "mask"],
  ["keep", "tokenize"],
  ["keep", "generalize:zip3", "mask"],
  ["keep", "count"],
  ["keep", "mask"],
];

/** `id as transform` for some elements. */
export function someElements(tape: Tape, lattice: Lattice, percent = 60): string[] {
  return ELEMENT_IDS.flatMap((id, i) => {
    if (!tape.chance(percent)) return [];
    if (tape.chance(60)) return [id];
    const transforms = lattice === "any" ? TRANSFORMS : (CHAINS[i] ?? ["keep"]);
    return [`${id} as ${transforms[tape.below(transforms.length)] ?? "keep"}`];
  });
}

export function randomSpec(tape: Tape, lattice: Lattice): PolicySpec {
  return {
    elements: ELEMENTS,
    segments: [
      { id: "bh" },
      { id: "psychotherapy", guard: "authorization" },
      { id: "part2", guard: "part2-consent" },
    ],
    relations: {
      clinic: {},
      assigned: { recordBound: true },
      originator: { recordBound: true },
      neighbor: { permits: false },
      directory: { kind: "directory" },
      self: { kind: "self" },
    },
    purposes: randomPurposes(tape, lattice),
    roles: { r0: randomRole(tape, lattice), r1: randomRole(tape, lattice), r2: randomRole(tape, lattice) },
    exemptions: randomExemptions(tape, lattice),
    exceptions: tape.many(2, (n) => ({
      id: `e${n}`,
      role: tape.pick(["r0", "r1", "r2"]),
      grant: randomGrant(tape, lattice),
      period: { from: tape.pick([0, INSTANT, INSTANT + 1]), until: INSTANT + tape.pick([1000, 1000, 1, 0]) },
    })),
  };
}

export function randomPolicy(tape: Tape, lattice: Lattice): CompiledPolicy {
  return buildPolicy(randomSpec(tape, lattice));
}

function randomPurposes(tape: Tape, lattice: Lattice): Record<string, PurposeSpec> {
  const purpose = (basis: Basis, spec: Partial<PurposeSpec> = {}): PurposeSpec => ({
    basis,
    acts: tape.chance(85) ? ACTS : tape.some(ACTS, 60),
    channels: tape.chance(85) ? [] : tape.some(["fhir", "console"], 60),
    never: tape.chance(60) ? [] : tape.some(ELEMENT_IDS, 25),
    neverSegments: tape.chance(60) ? [] : tape.some(SEGMENT_IDS, 30),
    ...outbound("disclose", tape, lattice),
    ...outbound("request", tape, lattice),
    ...spec,
  });
  return {
    payment: purpose("payment", { code: "HPAYMT" }),
    support: purpose("payment", { code: "CLMATTCH", parent: "payment", caseBound: true }),
    treatment: purpose("treatment", { code: "TREAT" }),
    emergency: purpose("treatment", { code: "ETREAT", parent: "treatment" }),
    release: purpose(tape.pick(BASES), { code: "RECORDMGT" }),
    own: purpose("individual", { code: "PATRQT" }),
    glass: purpose("emergency", { code: "BTG", parent: "emergency", declarable: false }),
  };
}

function outbound(act: "disclose" | "request", tape: Tape, lattice: Lattice): Record<string, OutboundSpec> {
  if (!tape.chance(75)) return {};
  return { [act]: { recipients: tape.some(RECIPIENTS, 75), elements: someElements(tape, lattice) } };
}

function randomRole(tape: Tape, lattice: Lattice): RoleSpec {
  return {
    breakGlass: tape.chance(50),
    provider: tape.chance(50),
    grants: tape.many(8, () => randomGrant(tape, lattice)),
  };
}

function randomGrant(tape: Tape, lattice: Lattice): GrantSpec {
  const elements = someElements(tape, lattice, 75);
  return {
    purpose: tape.pick(["payment", "treatment", "treatment", "emergency", "release", "support", "own"]),
    on: tape.pick(RELATIONS),
    can: ["read", ...tape.some(CAPABILITIES, 80)],
    elements,
    segments: tape.chance(50)
      ? tape.some(SEGMENT_IDS, 60)
      : Object.fromEntries(tape.some(ELEMENT_IDS, 60).map((id) => [id, tape.some(SEGMENT_IDS, 60)])),
    systems: tape.chance(85) ? [] : [tape.pick(["ehr", "lis"])],
  };
}

const REACH: Record<ExemptionCode, ExemptionSpec["reach"]> = {
  treatment: "record",
  individual: "record",
  hhs: "record",
  authorization: "authorization-text",
  "required-by-law": "law-list",
  "hipaa-compliance": "transaction-profile",
};

function randomExemptions(tape: Tape, lattice: Lattice): Partial<Record<ExemptionCode, ExemptionSpec>> {
  return Object.fromEntries(
    tape.some(CODES, 85).map((code) => [
      code,
      {
        acts: tape.some(ACTS, 90),
        recipients: tape.some(RECIPIENTS, 80),
        bases: tape.some(BASES, 85),
        reach: REACH[code],
        profiles: { "837p": someElements(tape, lattice) },
        exceptSegments: tape.some(SEGMENT_IDS, 40),
      },
    ]),
  );
}
