import type { SegmentMask } from "../../catalogue/types.ts";
import type { ConditionBits } from "./conditions.ts";
import { ASK_BY_NAMES, NOTHING } from "./numbers.ts";
import type { ViewNumber } from "./numbers.ts";
import type { InternedView } from "./type-table.ts";

/** How many are numbered. A number is never given to another view, so beyond these one asks by names. */
const MOST = 1 << 17;
/** Integers a slot: cell, conditions, segments, and the view's number plus one (0: free). */
const WIDTH = 4;
/** Share of the slots that are taken before there are twice as many. */
const FULL = 0.7;

/** The views of one policy by what they follow from, side by side in memory: one probe finds one. */
export class InternedViews {
  private slots = new Int32Array(1024 * WIDTH);
  /** 32 less the bits of a slot's place. */
  private shift = 22;
  private used = 0;
  private readonly views: (InternedView | null)[] = [null];
  private readonly numbers = new Map<InternedView, ViewNumber>();
  private kept = new Int32Array(1024);

  /** Cell 0 without conditions and segments stands for every question of which nothing holds and nothing was lent. */
  constructor() {
    this.keep(0, 0, 0, null);
  }

  /** @param cell a plan, a type and what was lent, as one number. */
  find(cell: number, held: ConditionBits, segments: SegmentMask): ViewNumber {
    const { slots, shift } = this;
    const last = slots.length - WIDTH;
    let at = slotOf(cell, held, segments, shift);
    for (;;) {
      const number = slots[at + 3] ?? 0;
      if (number === 0) return ASK_BY_NAMES;
      if (slots[at] === cell && slots[at + 1] === held && slots[at + 2] === segments) return number - 1;
      at = (at + WIDTH) & last;
    }
  }

  /** Numbers what was found for these; null: nothing is shown. ASK_BY_NAMES when no numbers are left. */
  keep(cell: number, held: ConditionBits, segments: SegmentMask, view: InternedView | null): ViewNumber {
    if (this.used >= MOST) return ASK_BY_NAMES;
    if (this.used * WIDTH > this.slots.length * FULL) this.grow();
    const number = view === null ? NOTHING : this.numberOf(view);
    this.place(cell, held, segments, number + 1);
    this.used += 1;
    return number;
  }

  /** Undefined for NOTHING. */
  viewAt(number: ViewNumber): InternedView | undefined {
    return this.views[number] ?? undefined;
  }

  /** Which of the type's first 32 elements come out untransformed, a bit each, as in `InternedView.kept`. */
  keptAt(number: ViewNumber): number {
    return this.kept[number] ?? 0;
  }

  private numberOf(view: InternedView): ViewNumber {
    const known = this.numbers.get(view);
    if (known !== undefined) return known;
    const number = this.views.push(view) - 1;
    this.numbers.set(view, number);
    if (number >= this.kept.length) {
      const longer = new Int32Array(this.kept.length * 2);
      longer.set(this.kept);
      this.kept = longer;
    }
    this.kept[number] = view.kept[0] ?? 0;
    return number;
  }

  private place(cell: number, held: ConditionBits, segments: SegmentMask, number: number): void {
    const last = this.slots.length - WIDTH;
    let at = slotOf(cell, held, segments, this.shift);
    while (this.slots[at + 3] !== 0) at = (at + WIDTH) & last;
    this.slots.set([cell, held, segments, number], at);
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    this.shift -= 1;
    for (let at = 0; at < before.length; at += WIDTH)
      if (before[at + 3] !== 0)
        this.place(before[at] ?? 0, before[at + 1] ?? 0, before[at + 2] ?? 0, before[at + 3] ?? 0);
  }
}

/** Spreads what differs in a few bits over the upper ones, which choose the slot. */
function slotOf(cell: number, held: ConditionBits, segments: SegmentMask, shift: number): number {
  const mixed = Math.imul(held, 0x85ebca6b) ^ Math.imul(segments, 0xc2b2ae35) ^ cell;
  return (Math.imul(mixed ^ (mixed >>> 16), 0x9e3779b1) >>> shift) * WIDTH;
}
