import { AUTHORIZATION_PARTS } from "../../../decision/authorization.ts";
import { decide } from "../../../decision/decide.ts";
import { ask, fact, factsOf, record, type RequestSpec } from "../../../decision/testing/clinic.ts";
import type {
  GrantSpec,
  OutboundSpec,
  PolicySpec,
  PurposeSpec,
} from "../../../decision/testing/policy-builder.ts";
import { buildPolicy } from "../../../decision/testing/policy-builder.ts";
import type { Tape } from "../../../decision/testing/tape.ts";
import { TABLE_ROW } from "../../../decision/table-row.ts";
import type { AccessRequest, ExemptionClaim, Facts, Recipient } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { Act, Capability } from "../../../catalogue/vocabulary.ts";
import type { CompiledPolicy } from "../../types.ts";
import type { HeldGrant } from "../offers.ts";

/** Small policies of one role, and every question about them that could tell whether a grant is there. */
const ELEMENTS = {
  "patient.name": ["Patient"],
  "claim.header": ["Claim"],
  "note.body": ["DocumentReference"],
};
const IDS = Object.keys(ELEMENTS);
const SEGMENTS = ["bh", "psychotherapy", "part2"];
const NOON = 1_000_000;
const EDGES = [NOON - 10, NOON, NOON + 10] as const;
const MOMENTS = [NOON - 11, ...EDGES, NOON + 11];
export const ROLE = "worker";

export function smallPolicy(tape: Tape): CompiledPolicy {
  const spec: PolicySpec = {
    elements: ELEMENTS,
    segments: [
      { id: "bh" },
      { id: "psychotherapy", guard: "authorization" },
      { id: "part2", guard: "part2-consent" },
    ],
    relations: {
      clinic: {},
      originator: { recordBound: true },
      directory: { kind: "directory" },
      lists: { kind: "directory" },
      self: { kind: "self" },
      neighbor: { permits: false },
    },
    purposes: purposes(tape),
    roles: {
      [ROLE]: {
        provider: tape.chance(50),
        grants: Array.from({ length: 1 + tape.below(5) }, () => grant(tape)),
      },
    },
    exemptions: exemptions(tape),
    exceptions: tape.many(2, (n) => ({
      id: `e${n}`,
      role: ROLE,
      grant: grant(tape),
      period: { from: tape.pick(EDGES), until: tape.pick(EDGES) },
    })),
  };
  return buildPolicy(spec);
}

function purposes(tape: Tape): Record<string, PurposeSpec> {
  const outbound = (): OutboundSpec => ({
    recipients: ["health-plan"],
    elements: tape.some(IDS, 70),
  });
  const purpose = (basis: PurposeSpec["basis"], more: Partial<PurposeSpec> = {}): PurposeSpec => ({
    basis,
    acts: tape.chance(70)
      ? ["use", "disclose", "request"]
      : tape.some<Act>(["use", "disclose", "request"], 60),
    never: tape.chance(70) ? [] : tape.some(IDS, 50),
    neverSegments: tape.chance(70) ? [] : tape.some(SEGMENTS, 40),
    ...(tape.chance(60) ? { disclose: outbound() } : {}),
    ...(tape.chance(40) ? { request: outbound() } : {}),
    ...more,
  });
  return {
    payment: purpose("payment"),
    claim: purpose("payment", { parent: "payment", caseBound: true }),
    treatment: purpose("treatment"),
    own: purpose("individual"),
    glass: purpose("emergency", { declarable: false }),
  };
}

function grant(tape: Tape): GrantSpec {
  const transform = tape.pick(["", "", " as mask"]);
  return {
    purpose: tape.pick(["payment", "payment", "treatment", "treatment", "claim", "own", "glass"]),
    on: tape.pick(["clinic", "clinic", "clinic", "originator", "directory", "lists", "self", "neighbor"]),
    can: tape.pick<Capability[]>([
      ["read"],
      ["read", "disclose"],
      ["administer", "read"],
      ["disclose", "request"],
      ["approve"],
    ]),
    elements: tape.some(IDS, 65).map((id) => `${id}${transform}`),
    segments: tape.chance(50) ? tape.some(SEGMENTS, 50) : { "patient.name": tape.some(SEGMENTS, 60) },
    systems: tape.pick([[], [], [], ["ehr"], ["ehr", "lis"]]),
  };
}

function exemptions(tape: Tape): NonNullable<PolicySpec["exemptions"]> {
  const bases = ["payment", "treatment", "individual"] as const;
  const all: NonNullable<PolicySpec["exemptions"]> = {
    treatment: {
      acts: ["disclose", "request"],
      recipients: ["provider"],
      bases: tape.some(bases, 60),
      reach: "record",
    },
    individual: {
      acts: ["use", "disclose"],
      recipients: ["individual"],
      bases: tape.some(bases, 60),
      reach: "record",
    },
    authorization: {
      acts: ["use", "disclose"],
      recipients: ["provider"],
      bases: tape.some(bases, 60),
      reach: "authorization-text",
    },
    "hipaa-compliance": {
      acts: ["disclose"],
      recipients: ["health-plan"],
      bases: tape.some(bases, 60),
      reach: "transaction-profile",
      profiles: { "837p": tape.some(IDS, 60) },
    },
  };
  const kept = Object.entries(all).filter(() => tape.chance(25));
  return Object.fromEntries(kept);
}

/** The policy without one of its grants, standing or dated. */
export function without(policy: CompiledPolicy, gone: HeldGrant): CompiledPolicy {
  const roles = [...policy.roles].map(
    ([id, role]) => [id, { ...role, grants: role.grants.filter((one) => one !== gone) }] as const,
  );
  const exceptions = (policy.exceptions ?? []).filter((one) => one !== gone);
  return { ...policy, roles: new Map(roles), exceptions };
}

/** Whether any question gets another answer: every declaration, capability, claim, paper, system, day, relation and label. */
export function anyAnswerDiffers(a: CompiledPolicy, b: CompiledPolicy): boolean {
  for (const { facts, patientId } of everySituation(a))
    for (const request of everyRequest(a, patientId))
      if (shownUnder(a, request, facts) !== shownUnder(b, request, facts)) return true;
  return false;
}

/** Every record: about a patient or about none, with every set of labels. */
const RECORDS = [["p1"], []].flatMap((patients) =>
  Array.from({ length: 1 << SEGMENTS.length }, (_, segments) =>
    record(TABLE_ROW, { patients, segments, refs: ["Claim/1"] }),
  ),
);

function shownUnder(policy: CompiledPolicy, request: AccessRequest, facts: Facts): string {
  const decision = decide(request, policy, facts);
  return decision.outcome === "deny"
    ? RECORDS.map(() => "-").join(";")
    : RECORDS.map((one) => vectorText(viewOf(decision, one, facts)?.elements)).join(";");
}

function vectorText(vector: Uint8Array | undefined): string {
  return vector === undefined || vector.every((code) => code === 0) ? "-" : vector.join();
}

/** One relation at a time, and all together; with every paper on file, and with none. */
function* everySituation(policy: CompiledPolicy): Generator<{ facts: Facts; patientId: string | null }> {
  const everything = new Uint8Array(policy.catalogue.elements.length).fill(7);
  const papers = {
    authorizations: [
      {
        id: "a1",
        patientId: "p1",
        present: new Set(AUTHORIZATION_PARTS),
        elements: everything,
        segments: 7,
        recipientIds: ["bea.biller"],
        recipientClasses: ["provider", "health-plan"] as const,
        signedAt: 0,
        expiresAt: Number.MAX_SAFE_INTEGER,
        revokedAt: null,
      },
    ],
    consents: [
      {
        id: "c1",
        patientId: "p1",
        recipientClasses: ["provider", "health-plan"] as const,
        bases: ["payment", "treatment"] as const,
        from: 0,
        until: Number.MAX_SAFE_INTEGER,
        revokedAt: null,
      },
    ],
  };
  const names = ["clinic", "originator", "neighbor"];
  for (const held of [...names.map((name) => [name]), [], names]) {
    const always = { from: 0, until: Number.MAX_SAFE_INTEGER, syncedAt: NOON };
    const relations = held.flatMap((name) => [
      fact(name, "p1", always),
      fact(name, "p1", { ...always, refs: ["Claim/1"] }),
    ]);
    // The person is the patient where nothing else relates them, and where everything does.
    const patientId = held.length === 1 ? null : "p1";
    yield { facts: factsOf({ relations }), patientId };
    yield { facts: factsOf({ relations, ...papers }), patientId };
  }
}

const RECIPIENTS: readonly Recipient[] = [
  { class: "health-plan", id: "plan", verified: true },
  { class: "provider", id: "provider", verified: true },
  { class: "individual", id: "p1", verified: true },
];

function everyRequest(policy: CompiledPolicy, patientId: string | null): readonly AccessRequest[] {
  const moments = (policy.exceptions ?? []).length === 0 ? [NOON] : MOMENTS;
  const claims = [null, ...[...policy.exemptions.keys()].map(claimOf)];
  const always = [{ as: ROLE, caseId: "Claim/1", subject: { patientId } }];
  const dimensions = [
    claims.map((exemption) => ({ exemption })),
    [...policy.purposes.keys()].map((purpose) => ({ purpose })),
    ["ehr", "lis", "elsewhere"].map((system) => ({ system })),
    moments.map((now) => ({ now })),
    [...everyAct()],
  ];
  return dimensions.reduce<readonly RequestSpec[]>(times, always).map(ask);
}

/** Each of the one with each of the other. */
function times(
  requests: readonly RequestSpec[],
  more: readonly Partial<RequestSpec>[],
): readonly RequestSpec[] {
  return requests.flatMap((request) => more.map((one) => ({ ...request, ...one })));
}

function* everyAct(): Generator<Pick<AccessRequest, "act" | "capability" | "recipient">> {
  for (const capability of ["read", "search", "locate", "approve", "administer"] as const)
    yield { act: "use", capability, recipient: null };
  for (const act of ["disclose", "request"] as const)
    for (const recipient of RECIPIENTS) yield { act, capability: "read", recipient };
}

function claimOf(code: string): ExemptionClaim {
  return { code, citation: null, lawElements: null, profile: "837p", authorizationId: "a1" };
}
