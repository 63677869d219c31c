import type { SegmentMask } from "../../catalogue/types.ts";
import { KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { getOrAdd } from "../get-or-add.ts";
import type { Ceiling, Decision, ElementView, Slice } from "../types.ts";
import { anyAt, isEmpty, JoinSet, lowerAt, spread } from "../vectors.ts";
import { elementsOf, onSegments } from "../view-plan.ts";
import type { ConditionBits, Conditions } from "./conditions.ts";
import { concernsType } from "../type-only.ts";
import { ViewTable } from "./view-table.ts";

/** What records of one type show where the same conditions hold; one object for all of them. */
export interface InternedView {
  readonly shown: ElementView;
  /** Bit n % 32 of word n >> 5: the n-th element of the type (`Catalogue.elementsOfType`) comes out untransformed. */
  readonly kept: Int32Array;
  /** Of the lent slices it was asked with, in their order, which give something. */
  readonly lends: readonly boolean[];
}

/** A slice with its condition and the ceilings that bind it on records of the type, by segments alone. */
interface Part {
  readonly slice: Slice;
  readonly condition: ConditionBits;
  readonly bound: readonly Ceiling[];
}

/** How many combinations are kept of one type and of one lent slice. Only an aid to speed: what is dropped is made again. */
const KEPT = 1024;

/** From what holds of a record to what it shows: the records of one type under one decision. */
export class TypeTable {
  /** The conditions that make a difference. */
  readonly wanted: ConditionBits;
  private readonly decision: Decision;
  private readonly type: string;
  private readonly indexes: readonly number[];
  private readonly parts: readonly Part[];
  private readonly views = new ViewTable<InternedView>(KEPT);
  private readonly lent = new WeakMap<Slice, ViewTable<InternedView>>();
  private readonly vectors = new Map<string, TransformVector>();

  constructor(decision: Decision, conditions: Conditions, type: string) {
    this.decision = decision;
    this.type = type;
    this.indexes = elementsOf(decision.policy, type);
    this.parts = decision.slices
      .filter(({ elements }) => anyAt(elements, this.indexes))
      .map((slice) => ({
        slice,
        condition: conditions.bitOf(slice.records),
        bound: this.binding(slice, decision.ceilings),
      }));
    this.wanted = this.parts.reduce((bits, { condition }) => bits | condition, 0);
  }

  /** What a record shows where these of the wanted conditions hold; null: nothing. */
  view(held: ConditionBits, segments: SegmentMask): InternedView | null {
    if (held === 0) return null;
    const known = this.views.find(segments, held);
    return known === undefined ? this.views.keep(segments, held, this.build(held, segments, [])) : known;
  }

  /** The same with a slice that was lent and reaches the record, and the ceilings of the decision it stands in. */
  viewWith(
    lent: Slice,
    ceilings: readonly Ceiling[],
    held: ConditionBits,
    segments: SegmentMask,
  ): InternedView | null {
    let views = this.lent.get(lent);
    if (views === undefined) this.lent.set(lent, (views = new ViewTable<InternedView>(KEPT)));
    const known = views.find(segments, held);
    if (known !== undefined) return known;
    return views.keep(segments, held, this.viewWithAll([lent], ceilings, held, segments));
  }

  /** The same with several lent slices; not kept. */
  viewWithAll(
    lent: readonly Slice[],
    ceilings: readonly Ceiling[],
    held: ConditionBits,
    segments: SegmentMask,
  ): InternedView | null {
    const parts = lent.map((slice) => ({ slice, condition: 0, bound: this.binding(slice, ceilings) }));
    return this.build(held, segments, parts);
  }

  private binding(slice: Slice, ceilings: readonly Ceiling[]): readonly Ceiling[] {
    return ceilings.filter((ceiling) => ceiling.binds(slice) && concernsType(ceiling, this.type) === true);
  }

  private build(held: ConditionBits, segments: SegmentMask, lent: readonly Part[]): InternedView | null {
    const joined = new JoinSet(this.indexes.length);
    const rules = new Set<string>();
    for (const part of this.parts)
      if ((part.condition & held) !== 0 && this.give(part, segments, joined)) rules.add(part.slice.rule);
    const lends = lent.map((part) => this.give(part, segments, joined));
    const codes = joined.join();
    if (isEmpty(codes)) return null;
    if (this.vectors.size >= KEPT) this.vectors.clear();
    const length = this.decision.policy.catalogue.elements.length;
    const elements = getOrAdd(this.vectors, codes.join(), () => spread(codes, this.indexes, length));
    return { shown: { elements, rules: [...rules], grantIds: [] }, kept: keptOf(codes), lends };
  }

  /** Adds what the slice gives under its ceilings; false: nothing. */
  private give({ slice, bound }: Part, segments: SegmentMask, into: JoinSet): boolean {
    const given = onSegments(slice, segments, this.indexes);
    if (given === null) return false;
    for (const ceiling of bound)
      if (ceiling.segments === 0 || (ceiling.segments & segments) !== 0)
        lowerAt(given, ceiling.atMost, this.indexes);
    if (isEmpty(given)) return false;
    into.add(given);
    return true;
  }
}

function keptOf(codes: TransformVector): Int32Array {
  const kept = new Int32Array((codes.length + 31) >> 5);
  for (let at = 0; at < codes.length; at++)
    if (codes[at] === KEEP) kept[at >> 5] = (kept[at >> 5] ?? 0) | (1 << (at & 31));
  return kept;
}
