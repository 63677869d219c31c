import type { TransformVector } from "../catalogue/transforms.ts";
import type { RecordFacts, SegmentMask } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { Scene } from "./predicate.ts";
import { holds } from "./predicate.ts";
import { TABLE_ROW } from "./table-row.ts";
import type { Ceiling, Decision, ElementView, RecordPredicate, Slice } from "./types.ts";
import { anyAt, codesAt, isEmpty, lowerAt } from "./vectors.ts";

/** A slice with the ceilings that bind it. */
export interface BoundSlice {
  readonly slice: Slice;
  readonly bound: readonly Ceiling[];
}

/** What every record of one type shares under one decision. Codes are kept for the type's elements alone, in this order. */
export interface TypePlan {
  readonly indexes: readonly number[];
  /** The slices that name an element of the type, in decision order. */
  readonly slices: readonly BoundSlice[];
  /** Where ceilings that depend on more of a record than type and segments apply. */
  readonly concerning: readonly RecordPredicate[];
  /** Views by segments, and by which slices reach the record and which ceilings concern it. */
  readonly built: Map<SegmentMask, Map<string, ElementView | null>>;
  readonly vectors: Map<string, TransformVector>;
}

/** What a ceiling took from a slice on one record: codes before and after, in the order of the type's elements. */
export type Cut = (ceiling: Ceiling, before: TransformVector, after: TransformVector) => void;

interface ViewPlan {
  readonly ceilings: readonly Ceiling[];
  readonly types: Map<string, TypePlan>;
}

/** By the identity of the slices: decisions that share their slices and ceilings share what follows from them. */
const plans = new WeakMap<readonly Slice[], ViewPlan>();

/** The plan for one type under this decision, made when first asked for. */
export function planFor(decision: Decision, type: string): TypePlan {
  let plan = plans.get(decision.slices);
  if (plan === undefined || plan.ceilings !== decision.ceilings) {
    plan = { ceilings: decision.ceilings, types: new Map() };
    plans.set(decision.slices, plan);
  }
  return getOrAdd(plan.types, type, () => makePlan(decision, type));
}

function makePlan(decision: Decision, type: string): TypePlan {
  const indexes = elementsOf(decision.policy, type);
  const slices = decision.slices
    .filter((slice) => anyAt(slice.elements, indexes))
    .map((slice) => ({ slice, bound: decision.ceilings.filter((ceiling) => ceiling.binds(slice)) }));
  const concerning = [...new Set(slices.flatMap(({ bound }) => bound))]
    .map(({ records }) => records)
    .filter((records) => records !== null);
  return { indexes, slices, concerning, built: new Map(), vectors: new Map() };
}

/** Indexes of the elements that a record of this type can hold. */
export function elementsOf({ catalogue }: CompiledPolicy, type: string): readonly number[] {
  return type === TABLE_ROW ? catalogue.elements.map(({ index }) => index) : catalogue.elementsOfType(type);
}

/** What a slice that reaches this record gives of the type's elements, under its ceilings; null: nothing. */
export function givenBy(
  { slice, bound }: BoundSlice,
  record: RecordFacts,
  scene: Scene,
  indexes: readonly number[],
  onCut?: Cut,
): TransformVector | null {
  const given = onSegments(slice, record.segments, indexes);
  if (given === null) return null;
  for (const ceiling of bound) {
    if (!concerns(ceiling, record, scene)) continue;
    const before = onCut === undefined ? given : Uint8Array.from(given);
    lowerAt(given, ceiling.atMost, indexes);
    onCut?.(ceiling, before, given);
  }
  return isEmpty(given) ? null : given;
}

/** The slice's codes on a record with these labels: every label must be named, and the meet of them stands. */
export function onSegments(
  slice: Slice,
  segments: SegmentMask,
  indexes: readonly number[],
): TransformVector | null {
  const given = codesAt(slice.elements, indexes);
  for (let bit = 0; bit < 32; bit++) {
    if ((segments & (1 << bit)) === 0) continue;
    const named = slice.segments.get(bit);
    if (named === undefined) return null;
    lowerAt(given, named, indexes);
  }
  return given;
}

function concerns(ceiling: Ceiling, record: RecordFacts, scene: Scene): boolean {
  if (ceiling.types !== null && !ceiling.types.has(record.type)) return false;
  if (ceiling.segments !== 0 && (ceiling.segments & record.segments) === 0) return false;
  return ceiling.records === null || holds(ceiling.records, record, scene);
}
