/** What a decision with look-up costs as a hospital grows: rules, people, approvals of one person, relation facts. */
import { decisionCost, type Size, USUAL } from "../decision-growth.ts";
import type { BenchSettings, GrowthCurve, GrowthPoint } from "../harness/types.ts";

const Y = "µs a decision";

/** `BENCH_FACTS` sets the most; 10,000,000 take a minute and 2 GB of memory. */
const MOST_FACTS = Number(process.env["BENCH_FACTS"] ?? 1_000_000);
const FACT_PEOPLE = 1_000;

async function along(
  counts: readonly number[],
  sizeAt: (count: number) => Partial<Size>,
  settings: BenchSettings,
): Promise<readonly GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const x of counts) points.push({ x, y: await decisionCost({ ...USUAL, ...sizeAt(x) }, settings) });
  return points;
}

export default [
  {
    name: "growth/decision-rules",
    title: "A decision against the number of rules",
    x: "rules",
    y: Y,
    points: (settings) => along([10, 100, 1_000, 10_000, 100_000], (rules) => ({ rules }), settings),
  },
  {
    name: "growth/decision-people",
    title: "A decision against the number of people whose facts are in memory",
    x: "people",
    y: Y,
    points: (settings) =>
      along([10, 100, 1_000, 10_000, 100_000], (people) => ({ people, factsEach: 10 }), settings),
  },
  {
    name: "growth/decision-grants",
    title: "A decision against the approvals that one person holds",
    x: "approvals in force",
    y: Y,
    points: (settings) =>
      along([0, 1, 10, 100, 1_000, 10_000], (grantsEach) => ({ grantsEach, people: 10 }), settings),
  },
  {
    name: "growth/decision-facts",
    title: "A decision against the relation facts of all people in memory",
    x: "relation facts",
    y: Y,
    points: (settings) =>
      along(
        [1_000, 10_000, 100_000, 1_000_000, 10_000_000].filter((facts) => facts <= MOST_FACTS),
        (facts) => ({ people: FACT_PEOPLE, factsEach: facts / FACT_PEOPLE }),
        settings,
      ),
  },
] satisfies readonly GrowthCurve[];
