import { labelCardOf } from "../../../catalogue/lent-labels.ts";
import { differenceIn } from "./comparison.ts";
import { comparisonOf } from "./kept-cases.ts";
import type { KeptCase } from "./kept-cases.ts";
import type { GatewayMaker } from "./opened.ts";
import { practice } from "./practice.ts";
import { newTally } from "./tally.ts";
import { read } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/**
 * The least of a case that still tells its two worlds apart: as few questions as can be, and no record that could go.
 * A record goes from both worlds or from neither, and one that others may take labels from stays, so that what the
 * caller may see stays the same in both.
 */
export async function minimal(kept: KeptCase, make: GatewayMaker): Promise<KeptCase> {
  const differs = async (one: KeptCase): Promise<boolean> =>
    (await differenceIn(comparisonOf(one), make, newTally())) !== null;
  let least = await withFewQuestions(kept, differs);
  const all = [kept.left, kept.right, kept.leftPast ?? [], kept.rightPast ?? []].flat();
  const lenders = new Set(all.flatMap((one) => linksOf(one)));
  for (const key of new Set(all.map(keyOf))) {
    if (lenders.has(key)) continue;
    const without = {
      ...least,
      left: except(least.left, key),
      right: except(least.right, key),
      leftPast: except(least.leftPast ?? [], key),
      rightPast: except(least.rightPast ?? [], key),
    };
    if (await differs(without)) least = without;
  }
  return least;
}

/** One question where one is enough; else all that cannot go, since an earlier write may be what a later read shows. */
async function withFewQuestions(
  kept: KeptCase,
  differs: (one: KeptCase) => Promise<boolean>,
): Promise<KeptCase> {
  for (const asking of kept.askings) {
    const single = { ...kept, askings: [asking] };
    if (await differs(single)) return single;
  }
  let least = kept;
  for (const asking of kept.askings) {
    const without = { ...least, askings: least.askings.filter((one) => one !== asking) };
    if (await differs(without)) least = without;
  }
  return least;
}

function linksOf(record: PlainRecord): readonly string[] {
  return labelCardOf(read(record), practice().policy.segments).links.map(({ ref }) => ref);
}

function keyOf({ resourceType, id }: PlainRecord): string {
  return `${resourceType}/${id}`;
}

function except(records: readonly PlainRecord[], key: string): readonly PlainRecord[] {
  return records.filter((record) => keyOf(record) !== key);
}
