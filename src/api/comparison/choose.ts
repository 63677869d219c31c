import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { SegmentMask } from "../../catalogue/types.ts";
import { reachOf } from "../../decision/reach.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { type Chart, readChart } from "./chart.ts";
import type { Onlooker } from "./onlooker.ts";
import type { ComparisonDesk } from "./ports.ts";

export interface ChosenChart {
  readonly patientId: string;
  readonly chart: Chart;
}

/** Patients that are sketched, and of these the charts that are read, to choose among. */
const SKETCHED = 200;
const READ = 4;

/** What gives most labels away, so that a sketch needs no more. */
const TELLING = ["Condition", "DocumentReference"];

/**
 * The patient whose chart shows most of the difference: of those whom the most people reach, the one with most
 * sensitive segments, then with most kinds of record. `last` stays while that holds of it. Null while nobody reaches
 * anyone.
 */
export async function chooseChart(
  desk: ComparisonDesk,
  policy: CompiledPolicy,
  onlookers: readonly Onlooker[],
  last: string | null,
): Promise<ChosenChart | null> {
  const candidates = reachedByMost(onlookers);
  const read = async (patientId: string): Promise<ChosenChart> => ({
    patientId,
    chart: await readChart(desk, policy, patientId),
  });
  if (last !== null && candidates.includes(last)) return read(last);
  const masks = await sketch(desk, policy, candidates.slice(0, SKETCHED));
  const likely = [...masks].toSorted(([, a], [, b]) => bitsIn(b) - bitsIn(a)).slice(0, READ);
  const charts = await Promise.all(likely.map(([patientId]) => read(patientId)));
  return charts.toSorted((a, b) => variety(b.chart) - variety(a.chart))[0] ?? null;
}

/** Those whom the most people reach, in order of their ids. */
function reachedByMost(onlookers: readonly Onlooker[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { known } of onlookers)
    for (const id of known === null ? [] : reachOf(known.decision, known.facts).patients)
      counts.set(id, (counts.get(id) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].flatMap(([id, count]) => (count === most ? [id] : [])).toSorted();
}

/** The segments that a look at a few types finds, by patient, in the order of the patients. */
async function sketch(
  desk: ComparisonDesk,
  policy: CompiledPolicy,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, SegmentMask>> {
  const masks = new Map<string, SegmentMask>(patientIds.map((id) => [id, 0]));
  const found = await Promise.all(TELLING.map((type) => desk.held(type, patientIds)));
  for (const resource of found.flat()) {
    const { patients, segments } = recordFactsOf(resource, policy.segments);
    for (const id of patients) if (masks.has(id)) masks.set(id, (masks.get(id) ?? 0) | segments);
  }
  return masks;
}

/** Segments weigh more than kinds: there are fewer of them than types of FHIR. */
function variety(chart: Chart): number {
  const mask = [...chart.values()].flat().reduce((bits, { facts }) => bits | facts.segments, 0);
  return bitsIn(mask) * 1_000 + chart.size;
}

function bitsIn(mask: SegmentMask): number {
  return mask.toString(2).replaceAll("0", "").length;
}
