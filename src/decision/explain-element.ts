import { DROP, transformOf } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { DataElement, RecordFacts } from "../catalogue/types.ts";
import type { ExemptionCode } from "../catalogue/vocabulary.ts";
import { REASONS } from "../kernel/reasons.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { ElementCut, ElementExplanation } from "./explanation.ts";
import { because } from "./reasons.ts";
import type { CeilingCut, SliceTrace } from "./slice-trace.ts";
import type { Decision, Reason } from "./types.ts";
import { elementsOf } from "./view-plan.ts";

const BEYOND: Partial<Record<ExemptionCode, ReasonCode>> = {
  authorization: "beyond_authorization",
  "required-by-law": "beyond_law",
  "hipaa-compliance": "beyond_transaction",
};

/** What the explanation of one element draws on. */
export interface ElementContext {
  readonly decision: Decision;
  readonly record: RecordFacts;
  readonly slices: readonly SliceTrace[];
  /** What is shown of the record; null: nothing. */
  readonly shown: TransformVector | null;
}

/** One element of the record: what is shown of it, which rules gave it, what cut it, or why it is not there. */
export function explainElement(id: string, context: ElementContext): ElementExplanation {
  const { decision, record, slices, shown } = context;
  const element = decision.policy.catalogue.byId(id);
  const position =
    element === undefined ? -1 : elementsOf(decision.policy, record.type).indexOf(element.index);
  if (element === undefined || position === -1)
    return withheld(id, [], because("element_unknown", null, `no element \`${id}\` on this type`));
  const code = shown?.[element.index] ?? DROP;
  const cuts = slices.flatMap((trace) => cutsOf(trace, position));
  if (code === DROP) return withheld(id, cuts, reasonFor(element, position, context));
  const rules = slices
    .filter(({ given }) => (given?.[position] ?? DROP) !== DROP)
    .map(({ slice }) => slice.rule);
  return {
    element: id,
    transform: transformOf(code),
    rules: [...new Set(rules)],
    cuts,
    reason: null,
    next: null,
  };
}

function withheld(element: string, cuts: readonly ElementCut[], reason: Reason): ElementExplanation {
  return { element, transform: "drop", rules: [], cuts, reason, next: REASONS[reason.code].next };
}

function cutsOf({ slice, cuts }: SliceTrace, position: number): ElementCut[] {
  return cuts
    .filter(({ before, after }) => before[position] !== after[position])
    .map(({ ceiling, before, after }) => ({
      ceiling: ceiling.rule,
      reason: ceiling.reason,
      of: slice.rule,
      from: transformOf(before[position] ?? DROP),
      to: transformOf(after[position] ?? DROP),
    }));
}

/** The obstacle nearest to release: a ceiling, then a segment, then a relation; else no rule names the element. */
function reasonFor(
  { id, index }: DataElement,
  position: number,
  { decision, record, slices }: ElementContext,
): Reason {
  const denial = decision.reasons[0];
  if (denial !== undefined) return denial;
  if (!record.attributed) return because("relation_absent", null, "the record does not say whose it is");
  const naming = slices.filter(({ slice }) => (slice.elements[index] ?? DROP) !== DROP);
  for (const { cuts } of naming) {
    const last = cuts.find((cut) => removes(cut, position));
    if (last !== undefined) return because(last.ceiling.reason, last.ceiling.rule);
  }
  for (const code of ["segment_not_permitted", "relation_stale", "relation_absent"] as const) {
    const missed = naming.find(({ obstacle }) => obstacle === code);
    if (missed !== undefined) return because(code, missed.slice.rule);
  }
  return unnamed(id, decision, naming);
}

function removes({ before, after }: CeilingCut, position: number): boolean {
  return before[position] !== DROP && after[position] === DROP;
}

/** `naming` is not empty when a slice names the element, but not on a record with these segments. */
function unnamed(id: string, decision: Decision, naming: readonly SliceTrace[]): Reason {
  const inSegment = naming[0];
  if (inSegment !== undefined) return because("segment_not_permitted", inSegment.slice.rule);
  const exempt = decision.slices.find(
    ({ exemption }) => exemption !== null && BEYOND[exemption] !== undefined,
  );
  const beyond = exempt?.exemption == null ? undefined : BEYOND[exempt.exemption];
  if (beyond !== undefined) return because(beyond, exempt?.rule ?? null);
  const roles = decision.request.subject.roles.map((role) => `\`${role}\``).join(", ");
  const purposes = decision.purposes.map((purpose) => `\`${purpose}\``).join(", ");
  return because("element_not_in_purpose", null, `no rule of ${roles} for ${purposes} names \`${id}\``);
}
