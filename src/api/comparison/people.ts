import type { z } from "@hono/zod-openapi";
import type { Reason } from "../../decision/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Chart } from "./chart.ts";
import type { ComparisonSchema } from "./schema.ts";
import { presentReason } from "./sections.ts";
import type { Sight } from "./sight.ts";

type Comparison = z.infer<typeof ComparisonSchema>;
type ComparedPerson = Comparison["people"][number];

/** One column's head: who looks for what, how that ended, how much came out, and the entries it wrote. */
export function presentPerson(
  policy: CompiledPolicy,
  chart: Chart,
  sections: Comparison["sections"],
  sight: Sight,
): ComparedPerson {
  const { eye, known } = sight.onlooker;
  const purpose = policy.purposes.get(eye.purpose);
  const roles = known?.caller.person.roles ?? [];
  const cells = sections.flatMap(({ elements }) =>
    elements.flatMap(({ sights }) => sights.filter(({ person }) => person === eye.personId)),
  );
  const elementsShown = cells.filter(({ shownOn }) => shownOn > 0).length;
  return {
    person: eye.personId,
    displayName: known?.caller.person.displayName ?? eye.personId,
    roles: roles.map((id) => ({ id, title: policy.roles.get(id)?.title ?? id })),
    purpose: { id: eye.purpose, title: purpose?.title ?? eye.purpose },
    ...outcomeOf(chart, sight),
    records: [...sight.records.values()].filter(({ view }) => view !== null).length,
    elementsShown,
    elementsWithheld: cells.length - elementsShown,
    segmentsLeftOut: [...(known?.decision.segmentsLeftOut ?? [])],
    entries: [...sight.replies].flatMap(([resourceType, { entries }]) =>
      entries.map(({ id, outcome }) => ({ id, resourceType, outcome })),
    ),
  };
}

const UNRELATED: Reason = { code: "relation_absent", rule: null, detail: "" };

/** What no purpose needs is withheld from everyone; why this person sees nothing at all is the reason beside it. */
function outcomeOf(chart: Chart, sight: Sight): Pick<ComparedPerson, "outcome" | "sentence" | "reason"> {
  const { known, refused } = sight.onlooker;
  const denial: Reason | undefined = refused ?? known?.decision.reasons[0];
  const [header] = chart.get("Patient") ?? [];
  const explained = header === undefined ? undefined : sight.records.get(header)?.explanation;
  if (denial !== undefined)
    return {
      outcome: "denied",
      sentence: `Denied: ${REASONS[denial.code].title}.`,
      reason: presentReason(denial),
    };
  const sees = [...sight.records.values()].some(({ view }) => view !== null);
  if (sees) return { outcome: "shown", sentence: explained?.sentence ?? "", reason: null };
  const reasons = explained?.reasons ?? [];
  const reason = reasons.find(({ code }) => code !== "element_not_in_purpose") ?? reasons[0] ?? UNRELATED;
  return {
    outcome: "nothing",
    sentence: `Sees nothing: ${REASONS[reason.code].title}.`,
    reason: presentReason(reason),
  };
}
