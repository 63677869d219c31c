import type { SegmentMask } from "../../catalogue/types.ts";
import type { ConditionBits } from "./conditions.ts";

/** What was found for segments and conditions; null: found to be nothing. Emptied when it is full. */
export class ViewTable<V> {
  private readonly atMost: number;
  private readonly plain = new Map<ConditionBits, V | null>();
  private readonly labeled = new Map<SegmentMask, Map<ConditionBits, V | null>>();
  private size = 0;

  constructor(atMost: number) {
    this.atMost = atMost;
  }

  /** Undefined: not known. */
  find(segments: SegmentMask, held: ConditionBits): V | null | undefined {
    return segments === 0 ? this.plain.get(held) : this.labeled.get(segments)?.get(held);
  }

  /** Keeps it and returns it. */
  keep(segments: SegmentMask, held: ConditionBits, found: V | null): V | null {
    if (this.size >= this.atMost) this.empty();
    this.size += 1;
    if (segments === 0) this.plain.set(held, found);
    else this.labeled.set(segments, (this.labeled.get(segments) ?? new Map()).set(held, found));
    return found;
  }

  private empty(): void {
    this.plain.clear();
    this.labeled.clear();
    this.size = 0;
  }
}
