import type { Side } from "./harness/compare.ts";
import type { loopOver } from "./decision-loop.ts";
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

interface LoopModule {
  readonly loopOver: typeof loopOver;
}

let sides = 0;

/**
 * Every side has a loop of its own, a module of its own to the compiler: in one loop for all, the calls of one contender
 * would keep those of another from being compiled into it.
 * @param atOnce requests between two looks at the clock; fewer for a contender that is slow.
 */
export async function sideOf<T>(contender: Contender<T>, atOnce = AT_ONCE): Promise<Side> {
  const own = (await import(`./decision-loop.ts?side=${sides++}`)) as LoopModule;
  const loop = own.loopOver(contender, atOnce);
  return {
    work() {
      if (loop() === 0) throw new Error("nothing was permitted");
      return atOnce;
    },
  };
}
