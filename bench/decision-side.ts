import type { Side } from "./harness/compare.ts";
import type { Asked } from "./decision-rules.ts";
import { expectedMask } from "./decision-rules.ts";
import type { Rule } from "./decision-rules.ts";

/** Requests done between two looks at the clock. */
const AT_ONCE = 2_500;

/** A contender with its inputs in its own form: goes through them all in turn, so that requests do not repeat soon. */
export interface Contender<T> {
  readonly inputs: readonly T[];
  readonly decide: (input: T) => number;
}

/** Throws unless the contender is right about every one of the first requests. */
export function verify<T>(
  name: string,
  { inputs, decide }: Contender<T>,
  requests: readonly Asked[],
  byCell: ReadonlyMap<number, Rule>,
): void {
  for (const [at, input] of inputs.entries()) {
    const asked = requests[at];
    if (asked === undefined || decide(input) !== expectedMask(byCell, asked))
      throw new Error(`${name} decides request ${at} wrongly`);
  }
}

/** @param atOnce requests between two looks at the clock; fewer for a contender that is slow. */
export function sideOf<T>({ inputs, decide }: Contender<T>, atOnce = AT_ONCE): Side {
  let next = 0;
  return {
    work() {
      let at = next;
      let permitted = 0;
      for (let n = 0; n < atOnce; n++) {
        const input = inputs[at];
        if (input !== undefined) permitted |= decide(input);
        at = at + 1 === inputs.length ? 0 : at + 1;
      }
      next = at;
      if (permitted === 0) throw new Error("nothing was permitted");
      return atOnce;
    },
  };
}
