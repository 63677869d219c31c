import { bodyAsking } from "../asking.ts";
import type { Asking } from "../asking.ts";
import type { Dice } from "../dice.ts";
import { compartment, join } from "./joins.ts";
import { everything } from "./operations.ts";
import { history, read } from "./reads.ts";
import { search } from "./searches.ts";
import type { Topic } from "./topic.ts";
import { conditional, create, entryOf, patch, remove, update } from "./writes.ts";

const READING = [read, search, read, search, join, compartment, history, everything];
const WRITING = [create, update, patch, remove, conditional];

/** Several questions in one: each entry is judged by itself, or all together. */
export function batch(dice: Dice, topic: Topic): Asking {
  const type = dice.weighed([
    [5, "batch"],
    [3, "transaction"],
    [1, dice.one(["searchset", "collection", "message", "history"])],
  ]);
  const writes = dice.once(3);
  const asked = Array.from({ length: 1 + dice.below(4) }, () =>
    dice.one(writes ? [...READING, ...WRITING, ...WRITING] : READING)(dice, topic),
  );
  const entry = asked.map(entryOf).filter((one) => one !== null);
  return dice.once(20)
    ? bodyAsking(
        "POST",
        dice.one(["", "/"]),
        dice.one(["", "{}", '{"resourceType":"Bundle"}', '{"resourceType":"Patient"}']),
      )
    : bodyAsking("POST", "", { resourceType: "Bundle", type, entry });
}
