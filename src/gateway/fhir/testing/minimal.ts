import { differenceIn, newTally } from "./comparison.ts";
import type { GatewayMaker, KeptCase } from "./comparison.ts";
import type { PlainRecord } from "./worlds.ts";

/**
 * The least of a case that still tells its two worlds apart: one question, and no record that could go.
 * A record goes from both worlds or from neither, so that what the caller may see stays the same in both.
 */
export async function minimal(kept: KeptCase, make: GatewayMaker): Promise<KeptCase> {
  const differs = async (one: KeptCase): Promise<boolean> =>
    (await differenceIn(one, make, newTally())) !== null;
  let least = kept;
  for (const asking of kept.askings) {
    const single = { ...kept, askings: [asking] };
    if (!(await differs(single))) continue;
    least = single;
    break;
  }
  for (const key of new Set([...kept.left, ...kept.right].map(keyOf))) {
    const without = { ...least, left: except(least.left, key), right: except(least.right, key) };
    if (await differs(without)) least = without;
  }
  return least;
}

function keyOf({ resourceType, id }: PlainRecord): string {
  return `${resourceType}/${id}`;
}

function except(records: readonly PlainRecord[], key: string): readonly PlainRecord[] {
  return records.filter((record) => keyOf(record) !== key);
}
