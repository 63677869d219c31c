import type { z } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Permitted, Pipeline } from "../../pipeline.ts";
import { rulesOf } from "../decisions/rules.ts";
import { isoTime } from "../iso-time.ts";
import type { Chart } from "./chart.ts";
import { chooseChart } from "./choose.ts";
import { onlookerOf } from "./onlooker.ts";
import { presentPerson } from "./people.ts";
import type { ComparisonDesk } from "./ports.ts";
import type { ComparisonSchema } from "./schema.ts";
import { sectionsOf } from "./sections.ts";
import { sightOf } from "./sight.ts";

export type Comparison = z.infer<typeof ComparisonSchema>;

/** One chart beside what each person was shown of it just now, with what the record needs to know about it. */
export interface ComparedChart {
  readonly at: number;
  readonly value: Comparison;
  readonly patientId: string;
  /** `Type/id` */
  readonly records: readonly string[];
}

/**
 * Asks the gateway anew as each person, so that each answer has its own entry, and explains every difference.
 * `last` is the patient of the comparison before, who stays as long as the choice is not better. A reason while no
 * relation facts are there.
 */
export async function compareChart(
  pipeline: Pipeline,
  desk: ComparisonDesk,
  { policy, now }: Permitted,
  last: string | null,
): Promise<ComparedChart | Reason> {
  const onlookers = await Promise.all(desk.eyes.map((eye) => onlookerOf(pipeline, desk, eye)));
  const chosen = await chooseChart(desk, policy, onlookers, last);
  if (chosen === null) return because("facts_unavailable");
  const { patientId, chart } = chosen;
  const sights = await Promise.all(onlookers.map((onlooker) => sightOf(desk, onlooker, chart, patientId)));
  const sections = sectionsOf({ desk, policy, chart, sights });
  const people = sights.map((sight) => presentPerson(policy, chart, sections, sight));
  const records = recordsOf(chart);
  const value: Comparison = {
    askedAt: isoTime(now),
    fresh: true,
    policy: policy.hash,
    patient: { id: patientId, handle: "Demo patient" },
    records: records.length,
    people,
    sections,
    rules: rulesOf(policy, rulesIn(sections, people)),
  };
  return { at: now, value, patientId, records };
}

function recordsOf(chart: Chart): readonly string[] {
  return [...chart.values()].flat().map(({ facts }) => `${facts.type}/${facts.id}`);
}

function rulesIn(sections: Comparison["sections"], people: Comparison["people"]): readonly string[] {
  const cells = sections.flatMap(({ elements }) => elements.flatMap(({ sights }) => sights));
  const reasons = [...cells.map(({ withheld }) => withheld), ...people.map(({ reason }) => reason)];
  return [...cells.flatMap(({ rules }) => rules), ...reasons.flatMap((reason) => reason?.rule ?? [])];
}
