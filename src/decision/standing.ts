import type { Offer, Question } from "./question.ts";
import { recordsFor, standingGrants } from "./question.ts";
import { because } from "./reasons.ts";
import type { Slice } from "./types.ts";

/** Uses inside the workforce: what the caller's roles hold for the purposes, 45 CFR 164.514(d)(2). */
export function useSlices(question: Question): Offer {
  const { grants, refused } = standingGrants(question);
  const slices = grants.map((standing) =>
    standing.purpose.caseBound
      ? { ...standing.slice, records: recordsFor(question, standing) }
      : standing.slice,
  );
  return { slices, refused };
}

/**
 * Disclosures and requests under the purpose's own outbound rule, 45 CFR 164.514(d)(3)–(4).
 * The rule says which elements and to whom; the role's grant with that capability says of which records.
 */
export function outboundSlices(question: Question): Offer {
  const { request } = question;
  const { act, recipient } = request;
  if (act === "use" || recipient === null) return { slices: [], refused: [because("recipient_missing")] };
  const { grants, refused } = standingGrants(question);
  const reasons = [...refused];
  const slices: Slice[] = [];
  for (const standing of grants) {
    const rule = standing.purpose[act];
    if (rule === undefined)
      reasons.push(because("act_not_permitted", null, "the purpose has no rule of its own for this act"));
    else if (!rule.recipients.has(recipient.class))
      reasons.push(because("recipient_not_permitted", rule.rule));
    else
      slices.push({
        ...standing.slice,
        rule: rule.rule,
        records: recordsFor(question, standing),
        elements: rule.elements,
        can: new Set([act]),
      });
  }
  return { slices, refused: reasons };
}
