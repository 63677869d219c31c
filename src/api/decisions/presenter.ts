import type { z } from "@hono/zod-openapi";
import type { AuditEntry } from "../../audit/types.ts";
import { transformOf } from "../../catalogue/transforms.ts";
import type { Explanation } from "../../decision/explanation.ts";
import { grantedSomewhere } from "../../decision/reach.ts";
import type { Decision } from "../../decision/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { presentEntry } from "../record/presenter.ts";
import { rulesOf } from "./rules.ts";
import type { CheckResultSchema, EntryExplanationSchema } from "./schema.ts";

type CheckResult = z.infer<typeof CheckResultSchema>;

/** What one visible record shows, and why; patients stay out, the relation's source names itself. */
export function presentExplanation(
  policy: CompiledPolicy,
  decision: Decision,
  explanation: Explanation,
): CheckResult {
  return {
    decision: "permit",
    sentence: explanation.sentence,
    purposes: [...explanation.purposes],
    policy: explanation.policyHash,
    relations: explanation.relations.map(({ relation, source }) => ({ relation, source })),
    segmentsLeftOut: [...decision.segmentsLeftOut],
    elements: explanation.elements.map((element) => ({
      element: element.element,
      transform: element.transform,
      rules: [...element.rules],
      cuts: element.cuts.map((cut) => ({ ...cut })),
      reason: element.reason === null ? null : { ...element.reason },
      next: element.next,
    })),
    rules: rulesOf(
      policy,
      explanation.elements.flatMap((element) => element.rules),
    ),
    trace: [...explanation.trace],
  };
}

/** What the policy says about a type, whichever record it would be. */
export function presentReachOfType(
  policy: CompiledPolicy,
  decision: Decision,
  type: string,
  asked: readonly string[],
): CheckResult | null {
  const granted = grantedSomewhere(decision, type);
  const indexes = policy.catalogue.elementsOfType(type);
  if (!indexes.some((index) => (granted[index] ?? 0) > 0)) return null;
  const elements = indexes.flatMap((index) => {
    const id = policy.catalogue.elements[index]?.id ?? "";
    if (asked.length > 0 && !asked.includes(id)) return [];
    const rules = decision.slices
      .filter((slice) => (slice.elements[index] ?? 0) > 0)
      .map((slice) => slice.rule);
    const transform = transformOf(granted[index] ?? 0);
    const reason = transform === "drop" ? { code: "element_not_in_purpose", rule: null, detail: "" } : null;
    const next = reason === null ? null : REASONS.element_not_in_purpose.next;
    return [{ element: id, transform, rules: transform === "drop" ? [] : rules, cuts: [], reason, next }];
  });
  const shown = elements.filter(({ transform }) => transform !== "drop").length;
  return {
    decision: "permit",
    sentence: `At most ${shown} of ${elements.length} elements of ${type}, on the records that your relations reach.`,
    purposes: [...decision.purposes],
    policy: decision.policyHash,
    relations: [],
    segmentsLeftOut: [...decision.segmentsLeftOut],
    elements,
    rules: rulesOf(
      policy,
      elements.flatMap((element) => element.rules),
    ),
    trace: decision.slices.map((slice) => `slice ${slice.rule}`),
  };
}

/**
 * An entry of the record with the rules that decided it, as the policy in force words them. How much was withheld
 * follows from data that who asked may not see: `withCounts` is for who may read the record.
 */
export function presentEntryExplanation(
  policy: CompiledPolicy,
  entry: AuditEntry,
  withCounts: boolean,
): z.infer<typeof EntryExplanationSchema> {
  const reason = entry.reason === null ? null : REASONS[entry.reason];
  return {
    entry: presentEntry(entry, { patients: false, counts: withCounts }),
    inputs: inputsOfEntry(policy, entry),
    policy: { hash: entry.policyHash, inForce: policy.hash },
    permalink: `/record/${entry.id}`,
    sentence: sentenceOf(entry),
    title: reason?.title ?? null,
    next: reason?.next ?? null,
    rules: rulesOf(policy, entry.rules),
    samePolicy: entry.policyHash === policy.hash,
  };
}

function inputsOfEntry(
  { purposes, roles, relations }: CompiledPolicy,
  entry: AuditEntry,
): z.infer<typeof EntryExplanationSchema>["inputs"] {
  const titled = (ids: readonly string[], known: ReadonlyMap<string, { readonly title: string }>) =>
    [...new Set(ids)].map((id) => ({ id, title: known.get(id)?.title ?? id }));
  const grants = [...roles.values()].flatMap((role) => role.grants);
  const used = grants.filter(({ rule }) => entry.rules.includes(rule)).map(({ relation }) => relation);
  return {
    act: entry.act,
    interaction: entry.interaction,
    resourceType: entry.resourceType,
    declared: entry.purpose,
    purposes: titled(entry.purposes, purposes),
    roles: titled(entry.roles, roles),
    relations: titled(used, relations),
    system: entry.system,
    channel: entry.channel,
  };
}

function sentenceOf(entry: AuditEntry): string {
  const who = entry.personId === null ? "An unknown caller" : `\`${entry.personId}\``;
  const what = `${entry.interaction}${entry.resourceType === null ? "" : ` of ${entry.resourceType}`}`;
  const why = entry.purpose === null ? "without a purpose" : `for \`${entry.purpose}\``;
  if (entry.outcome !== "permit")
    return `${who} asked ${what} ${why} and was denied: ${entry.reason ?? "error"}.`;
  const count = `${entry.recordCount} ${entry.recordCount === 1 ? "record" : "records"}`;
  const elements = `${entry.released.length} ${entry.released.length === 1 ? "element" : "elements"}`;
  return `${who} was given ${elements} on ${count} by ${what} ${why}.`;
}
