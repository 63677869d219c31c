import { createLabelBook } from "../../../catalogue/label-book.ts";
import { recordFactsOf } from "../../../catalogue/record-facts.ts";
import type { RecordFacts, SegmentDefinition } from "../../../catalogue/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";

/** Facts of the records of one world: their labels are their own and those that other records of it lend them. */
export function factsIn(
  world: readonly JsonObject[],
  segments: readonly SegmentDefinition[],
): (record: JsonObject) => RecordFacts {
  const book = createLabelBook(segments);
  for (const record of world) book.add(record);
  return (record) => recordFactsOf(record, segments, book.lentTo(record));
}
