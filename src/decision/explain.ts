import type { ElementId, RecordFacts } from "../catalogue/types.ts";
import { REASONS } from "../kernel/reasons.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { decide } from "./decide.ts";
import { explainElement } from "./explain-element.ts";
import type { ElementExplanation, Explanation, RelationUsed } from "./explanation.ts";
import type { Scene } from "./predicate.ts";
import type { SliceTrace } from "./slice-trace.ts";
import { traceSlices } from "./slice-trace.ts";
import type { AccessRequest, Decision, Facts, Reason } from "./types.ts";
import { elementsOf } from "./view-plan.ts";
import { viewOf } from "./view.ts";

/**
 * Why this record shows these elements, or does not: rules, ceilings, the relation used, what is missing and what
 * to do next. `elements` are catalogue ids; none: all that the record's type can hold.
 * Deterministic: the same inputs give the same explanation, offline too (replay.ts).
 */
export function explain(
  request: AccessRequest,
  policy: CompiledPolicy,
  facts: Facts,
  record: RecordFacts,
  elements: readonly ElementId[],
): Explanation {
  const decision = decide(request, policy, facts);
  const scene: Scene = { request, policy, facts };
  const indexes = elementsOf(policy, record.type);
  const slices = record.attributed ? traceSlices(decision, scene, record, indexes) : [];
  const shown = viewOf(decision, record, facts)?.elements ?? null;
  const asked = elements.length > 0 ? elements : idsOfType(policy, record.type);
  const explained = asked.map((id) => explainElement(id, { decision, record, slices, shown }));
  const relations = slices.filter(({ given }) => given !== null).flatMap((trace) => trace.relations);
  const reasons = shown === null ? reasonsFor(decision, explained) : [];
  return {
    outcome: shown === null ? "deny" : "permit",
    policyHash: policy.hash,
    purposes: decision.purposes,
    sentence: sentenceOf(decision, record, explained, relations, reasons),
    reasons,
    relations,
    elements: explained,
    trace: traceOf(decision, slices),
  };
}

function idsOfType({ catalogue }: CompiledPolicy, type: string): readonly ElementId[] {
  return catalogue
    .elementsOfType(type)
    .map((index) => catalogue.elements[index]?.id)
    .filter((id) => id !== undefined);
}

function reasonsFor(decision: Decision, elements: readonly ElementExplanation[]): readonly Reason[] {
  if (decision.reasons.length > 0) return decision.reasons;
  const distinct = new Map<string, Reason>();
  for (const { reason } of elements)
    if (reason !== null) distinct.set(`${reason.code} ${reason.rule ?? ""}`, reason);
  return [...distinct.values()];
}

function sentenceOf(
  decision: Decision,
  record: RecordFacts,
  elements: readonly ElementExplanation[],
  relations: readonly RelationUsed[],
  reasons: readonly Reason[],
): string {
  const { subject, act } = decision.request;
  const who = `\`${subject.personId}\` (${subject.roles.join(", ")})`;
  const why = decision.purposes.length === 0 ? "" : ` for ${decision.purposes.join(", ")}`;
  const reason = reasons[0];
  if (reasons.length > 0 && reason !== undefined)
    return `${who} may not ${act} this ${record.type}${why}: ${REASONS[reason.code].title}.`;
  const count = elements.filter(({ transform }) => transform !== "drop").length;
  const first = relations[0];
  const through = first === undefined ? "" : `, through the relation ${first.relation} (${first.source})`;
  return `${who} may ${act} ${count} of ${elements.length} elements of this ${record.type}${why}${through}.`;
}

function traceOf(decision: Decision, slices: readonly SliceTrace[]): readonly string[] {
  const { request } = decision;
  return [
    `policy ${decision.policyHash}`,
    `act ${request.act}, capability ${request.capability}, system ${request.system}, channel ${request.channel}`,
    `purposes ${decision.purposes.join(" ") || "none"}`,
    ...decision.reasons.map((reason) => `denied ${reason.code} ${reason.rule ?? ""}`.trim()),
    ...slices.flatMap(linesOf),
    ...decision.ceilings.map((ceiling) => `ceiling ${ceiling.rule}`),
  ];
}

function linesOf({ slice, obstacle, relations, cuts, given }: SliceTrace): string[] {
  const fate = obstacle ?? (given === null ? "gives nothing here" : "gives");
  return [
    `slice ${slice.rule}: ${fate}`,
    ...relations.map(({ relation, source }) => `  relation ${relation} by ${source}`),
    ...cuts
      .filter(({ before, after }) => before.some((code, i) => code !== after[i]))
      .map(({ ceiling }) => `  cut by ${ceiling.rule}: ${ceiling.reason}`),
  ];
}
