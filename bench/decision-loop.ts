import type { Contender } from "./decision-side.ts";

/** Goes through the contender's inputs in turn, so many a call; returns what any of them permits. */
export function loopOver<T>({ inputs, decide }: Contender<T>, atOnce: number): () => number {
  let next = 0;
  return () => {
    let at = next;
    let permitted = 0;
    for (let n = 0; n < atOnce; n++) {
      const input = inputs[at];
      if (input !== undefined) permitted |= decide(input);
      at = at + 1 === inputs.length ? 0 : at + 1;
    }
    next = at;
    return permitted;
  };
}
