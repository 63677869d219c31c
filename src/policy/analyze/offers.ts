import { KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { SegmentDefinition } from "../../catalogue/types.ts";
import type { Act, Capability } from "../../catalogue/vocabulary.ts";
import type {
  CompiledExemption,
  CompiledGrant,
  CompiledPolicy,
  CompiledPurpose,
  DatedGrant,
} from "../types.ts";
import { underCeiling } from "./ceilings.ts";
import { isClaimable } from "./claims.ts";
import { isNothing, lowered } from "./lattice.ts";
import { perPolicy } from "./per-policy.ts";

export type HeldGrant = CompiledGrant | DatedGrant;

/** Something a grant lets one do: one capability, on the records of its relation. */
export interface Offer {
  /** `use/read`, `disclose`, `exempt/disclose`: two offers of one kind can stand in for each other. */
  readonly kind: string;
  readonly elements: TransformVector;
  /** By segment bit, what is left on a record that carries it; an absent bit hides the record. */
  readonly segments: ReadonlyMap<number, TransformVector>;
}

const USES: readonly Capability[] = [
  "read",
  "search",
  "create",
  "update",
  "delete",
  "locate",
  "approve",
  "administer",
];
const OUTBOUND = ["disclose", "request"] as const;

/** Standing grants and dated exceptions of one role, in that order, each in file order. */
export function heldBy(policy: CompiledPolicy, role: string): readonly HeldGrant[] {
  const dated = (policy.exceptions ?? []).filter((grant) => grant.role === role);
  return [...(policy.roles.get(role)?.grants ?? []), ...dated];
}

/**
 * All that a grant can ever bring about, for whoever holds the role and the relation, whatever papers are on file.
 * Empty: it never shows anything to anybody. What is lent on approval is apart: that needs no grant.
 */
export function offersOf(policy: CompiledPolicy, grant: HeldGrant): readonly Offer[] {
  const known = knownOffers(policy);
  const offers = known.get(grant) ?? everyOffer(policy, grant);
  known.set(grant, offers);
  return offers;
}

const knownOffers = perPolicy(() => new Map<HeldGrant, readonly Offer[]>());

function everyOffer(policy: CompiledPolicy, grant: HeldGrant): readonly Offer[] {
  const purpose = policy.purposes.get(grant.purpose);
  if (purpose === undefined || !purpose.declarable) return [];
  if (policy.relations.get(grant.relation)?.permits !== true || neverHolds(grant)) return [];
  return [
    ...usesOf(policy, grant, purpose),
    ...OUTBOUND.filter((act) => grant.can.has(act) && purpose.acts.has(act)).flatMap((act) => [
      ...ownRuleOf(policy, grant, purpose, act),
      ...exemptOf(policy, grant, purpose, act, `exempt/${act}`),
    ]),
  ];
}

/** A dated exception whose period is empty. */
export function neverHolds(grant: HeldGrant): boolean {
  return "period" in grant && grant.period.until <= grant.period.from;
}

function usesOf(policy: CompiledPolicy, grant: HeldGrant, purpose: CompiledPurpose): readonly Offer[] {
  if (!purpose.acts.has("use")) return [];
  const elements = underCeiling(policy, purpose, grant.elements);
  const segments = opened(policy, grant, elements, (segment) =>
    isOpenForUse(policy, grant, purpose, segment),
  );
  return USES.filter((capability) => grant.can.has(capability)).flatMap((capability) => [
    ...(isNothing(elements) ? [] : [{ kind: `use/${capability}`, elements, segments }]),
    ...exemptOf(policy, grant, purpose, "use", `exempt/${capability}`),
  ]);
}

/** The purpose's list says what leaves, the grant of which records; 45 CFR 164.514(d)(3)–(4). */
function ownRuleOf(
  policy: CompiledPolicy,
  grant: HeldGrant,
  purpose: CompiledPurpose,
  act: "disclose" | "request",
): readonly Offer[] {
  const rule = purpose[act];
  if (rule === undefined || rule.recipients.size === 0 || isNothing(rule.elements)) return [];
  const segments = opened(policy, grant, rule.elements, (segment) => isOpenOutbound(purpose, segment));
  return [{ kind: act, elements: rule.elements, segments }];
}

function opened(
  { segments }: CompiledPolicy,
  grant: HeldGrant,
  elements: TransformVector,
  isOpen: (segment: SegmentDefinition) => boolean,
): ReadonlyMap<number, TransformVector> {
  const left = new Map<number, TransformVector>();
  for (const segment of segments) {
    const named = grant.segments.get(segment.bit);
    if (named === undefined || !isOpen(segment)) continue;
    const vector = named === elements ? elements : lowered(elements, named);
    if (!isNothing(vector)) left.set(segment.bit, vector);
  }
  return left;
}

/** An authorization is claimed, never found: inside, its segment is the originator's alone, 164.508(a)(2)(i)(A). */
function isOpenForUse(
  { relations }: CompiledPolicy,
  { relation }: HeldGrant,
  purpose: CompiledPurpose,
  { bit, guard }: SegmentDefinition,
): boolean {
  if ((purpose.neverSegments & (1 << bit)) !== 0) return false;
  const originator = relation === "originator" && relations.get(relation)?.kind === "fact";
  return guard !== "authorization" || (originator && purpose.basis === "treatment");
}

/** A paper on file may open a guarded segment, but to the individual psychotherapy notes never go, 164.524(a)(1)(i). */
function isOpenOutbound(
  { neverSegments, basis }: CompiledPurpose,
  { bit, guard }: SegmentDefinition,
): boolean {
  return (neverSegments & (1 << bit)) === 0 && !(guard === "authorization" && basis === "individual");
}

/** What an exemption may open follows from the claim, not from the grant: two grants that allow it do so alike. */
function exemptOf(
  policy: CompiledPolicy,
  grant: HeldGrant,
  purpose: CompiledPurpose,
  act: Act,
  kind: string,
): readonly Offer[] {
  const claimable = [...policy.exemptions.values()].some((exemption) =>
    isClaimable(policy, exemption, grant, purpose, act),
  );
  return claimable && policy.catalogue.elements.length > 0 ? [{ kind, ...everythingIn(policy) }] : [];
}

const everythingIn = perPolicy(({ catalogue, segments }) => {
  const elements = new Uint8Array(catalogue.elements.length).fill(KEEP);
  return { elements, segments: new Map(segments.map(({ bit }) => [bit, elements])) };
});

/** Whether some grant of the policy lets somebody claim the exemption, 45 CFR 164.502(b)(2). */
export function isExemptionUsable(policy: CompiledPolicy, exemption: CompiledExemption): boolean {
  return [...policy.roles.keys()].some((role) =>
    heldBy(policy, role).some((grant) => {
      const purpose = policy.purposes.get(grant.purpose);
      if (purpose?.declarable !== true || policy.relations.get(grant.relation)?.permits !== true)
        return false;
      return actsOf(grant)
        .filter((act) => purpose.acts.has(act))
        .some((act) => isClaimable(policy, exemption, grant, purpose, act));
    }),
  );
}

function actsOf({ can }: HeldGrant): readonly Act[] {
  const outbound = OUTBOUND.filter((act) => can.has(act));
  return USES.some((capability) => can.has(capability)) ? ["use", ...outbound] : outbound;
}
