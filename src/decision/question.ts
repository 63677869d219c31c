import type { CompiledPurpose } from "../policy/types.ts";
import type { Capability } from "../catalogue/vocabulary.ts";
import { holdsAt } from "./policy-index.ts";
import type { PolicyIndex, StandingGrant } from "./policy-index.ts";
import type { Scene } from "./predicate.ts";
import { because } from "./reasons.ts";
import type { AccessRequest, Reason, RecordPredicate, Slice } from "./types.ts";

/** One request whose caller and purposes are settled; what remains is which slices it gets. */
export interface Question extends Scene {
  readonly index: PolicyIndex;
  readonly purposes: readonly CompiledPurpose[];
}

/** Slices found, and why others were not. */
export interface Offer {
  readonly slices: readonly Slice[];
  readonly refused: readonly Reason[];
}

export const NOTHING_OFFERED: Offer = { slices: [], refused: [] };

/** Both offers side by side. */
export function together(...offers: readonly Offer[]): Offer {
  return {
    slices: offers.flatMap((offer) => offer.slices),
    refused: offers.flatMap((offer) => offer.refused),
  };
}

/** What a grant must allow: the capability asked for a use; the act itself for a disclosure or a request. */
export function neededCapability(request: AccessRequest): Capability {
  return request.act === "use" ? request.capability : request.act;
}

/** The standing grants of the caller's roles under the purposes that allow what is asked, now and here. */
export function standingGrants({ request, index, purposes }: Question): {
  grants: readonly StandingGrant[];
  refused: readonly Reason[];
} {
  const needed = neededCapability(request);
  const grants: StandingGrant[] = [];
  const refused: Reason[] = [];
  for (const standing of purposes.flatMap(({ id }) =>
    request.subject.roles.flatMap((role) => index.standing(role, id)),
  )) {
    const { grant, period } = standing;
    if (!grant.can.has(needed)) continue;
    if (!holdsAt(standing, request.now)) {
      if (period !== null && period.until <= request.now) refused.push(because("grant_expired", grant.rule));
    } else if (isHere(grant.systems, request.system)) grants.push(standing);
    else refused.push(because("wrong_system", grant.rule, `bound to ${quoted(grant.systems)}`));
  }
  return { grants, refused };
}

/** Empty: any system. */
export function isHere(systems: readonly string[], system: string): boolean {
  return systems.length === 0 || systems.includes(system);
}

/** The records of a standing grant; for a case-bound purpose, those of the case. */
export function recordsFor(question: Question, standing: StandingGrant): RecordPredicate {
  const records = standing.slice.records;
  if (!standing.purpose.caseBound || records.kind !== "related") return records;
  return { ...records, caseId: question.request.caseId };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
