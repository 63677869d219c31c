import { DROP, KEEP, transformOf } from "../../catalogue/transforms.ts";
import type { Transform } from "../../catalogue/transforms.ts";
import { grantedSomewhere } from "../../decision/reach.ts";
import type { Decision, ElementView, Facts, Reason } from "../../decision/types.ts";
import { uniform } from "../../decision/vectors.ts";
import { viewOf } from "../../decision/view.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import type { ProjectionContext } from "../../projection/types.ts";
import { because, NOT_FOUND } from "./reasons.ts";
import type { Target, TargetRecord } from "./target.ts";
import { wholeWherever } from "./whole.ts";

/** A decision about one resource, with how far it goes. */
export interface Verdict {
  /** Of the target's elements, those that may leave, and how. */
  readonly elements: readonly PermittedElement[];
  /** Of the target's elements, how many stay. */
  readonly withheld: number;
  readonly rules: readonly string[];
  readonly grantIds: readonly string[];
}

export interface PermittedElement {
  readonly id: string;
  readonly as: Transform;
}

/** What a judgment rests on. */
export interface Sight {
  readonly decision: Decision;
  readonly facts: Facts;
  readonly now: number;
}

/** Why the policy alone denies the target's elements to this subject, on whichever record; null: it does not. */
export function refusalOf(
  decision: Decision,
  { type, elements }: Pick<Target, "type" | "elements">,
): Reason | null {
  const granted = grantedSomewhere(decision, type);
  if (elements.some((index) => (granted[index] ?? DROP) !== DROP)) return null;
  return because(decision.policy.catalogue.isResourceType(type) ? "type_not_permitted" : "no_grant");
}

/**
 * PDP-20 to PDP-24. To who honors obligations, a yes is as far as the record's own view goes. To anyone else it needs
 * every element whole on every record that the subject could be shown: whether one particular record has a hidden part
 * is nothing that an answer may tell.
 */
export function judge(sight: Sight, target: Target, honorsObligations: boolean): Verdict | Reason {
  const { decision } = sight;
  const refusal = refusalOf(decision, target);
  if (refusal !== null) return refusal;
  const view = target.record === null ? null : visible(sight, target.record);
  if (target.record !== null && view === null) return NOT_FOUND;
  if (honorsObligations && view !== null) {
    const verdict = verdictOf(decision, target, view.elements, view);
    return verdict.elements.length === 0 ? NOT_FOUND : verdict;
  }
  if (honorsObligations) return verdictOf(decision, target, grantedSomewhere(decision, target.type), null);
  if (!wholeWherever(decision, target)) return because("obligations_not_honored");
  return verdictOf(decision, target, uniform(decision.policy.catalogue.elements.length, KEEP), view);
}

/** As the gateway sees it: a record of which nothing comes out is not there. */
function visible(
  { decision, facts, now }: Sight,
  { facts: record, resource }: TargetRecord,
): ElementView | null {
  const view = viewOf(decision, record, facts);
  if (view === null || resource === null) return view;
  const { catalogue } = decision.policy;
  const projected = objectProjection(catalogue).project(resource, view.elements, { ...ANY_TOKEN, now });
  return projected.resource === null ? null : view;
}

/** Nothing of this projection leaves, so that any token stands for the true one. */
const ANY_TOKEN: Omit<ProjectionContext, "now"> = { tokenize: () => "token", zip3: new Set() };

function verdictOf(
  { policy, slices }: Decision,
  { elements }: Target,
  codes: Uint8Array,
  view: ElementView | null,
): Verdict {
  const shown = elements.filter((index) => (codes[index] ?? DROP) !== DROP);
  const giving = slices.filter((slice) => shown.some((index) => slice.elements[index] !== DROP));
  return {
    elements: shown.map((index) => ({
      id: policy.catalogue.elements[index]?.id ?? "",
      as: transformOf(codes[index] ?? DROP),
    })),
    withheld: elements.length - shown.length,
    rules: view?.rules ?? [...new Set(giving.map(({ rule }) => rule))],
    grantIds: view?.grantIds ?? [],
  };
}
