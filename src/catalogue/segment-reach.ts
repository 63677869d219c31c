/** How many records of each type a segment labels: what a list of codes hides, before it is put in force. */
import type { JsonObject } from "../kernel/json.ts";
import { createLabelBook } from "./label-book.ts";
import { ownLabels } from "./lent-labels.ts";
import type { SegmentDefinition } from "./types.ts";

/** One segment on the records of one type. */
export interface SegmentReach {
  readonly segment: string;
  readonly type: string;
  /** Records of the type. */
  readonly records: number;
  /** Those that carry the label by themselves. */
  readonly own: number;
  /** Those that carry it only by what they refer to. */
  readonly lent: number;
}

interface Count {
  records: number;
  readonly own: Map<string, number>;
  readonly lent: Map<string, number>;
}

/**
 * The reach of each segment over these records, which refer to each other, by segment and then by type. A type that a
 * segment labels nothing of is left out, so a segment may be missing altogether.
 */
export function segmentReach(
  segments: readonly SegmentDefinition[],
  resources: readonly JsonObject[],
): readonly SegmentReach[] {
  const book = createLabelBook(segments);
  for (const resource of resources) book.add(resource);
  const counts = new Map<string, Count>();
  for (const resource of resources) {
    const { resourceType: type } = resource;
    if (typeof type !== "string") continue;
    const count = counts.get(type) ?? { records: 0, own: new Map(), lent: new Map() };
    counts.set(type, count);
    count.records += 1;
    const own = ownLabels(resource, segments);
    tally(count.own, own, segments);
    tally(count.lent, book.lentTo(resource) & ~own, segments);
  }
  return segments.flatMap(({ id }) => rowsOf(id, counts));
}

function tally(into: Map<string, number>, mask: number, segments: readonly SegmentDefinition[]): void {
  for (const { id, bit } of segments) if ((mask & (1 << bit)) !== 0) into.set(id, (into.get(id) ?? 0) + 1);
}

function rowsOf(segment: string, counts: ReadonlyMap<string, Count>): readonly SegmentReach[] {
  return [...counts]
    .map(([type, { records, own, lent }]) => ({
      segment,
      type,
      records,
      own: own.get(segment) ?? 0,
      lent: lent.get(segment) ?? 0,
    }))
    .filter(({ own, lent }) => own + lent > 0)
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
}
