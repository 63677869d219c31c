import { KEEP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { RecordFacts, SegmentMask } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { RecordTest, Scene } from "./predicate.ts";
import { compilePredicate } from "./predicate.ts";
import type { Ceiling, Decision, Slice } from "./types.ts";
import { TABLE_ROW } from "./table-row.ts";
import { isEmpty, lower } from "./vectors.ts";

/** A ceiling, and whether it concerns a record. */
export interface CompiledCeiling {
  readonly ceiling: Ceiling;
  readonly applies: RecordTest;
}

/** A slice, whether it reaches a record, and the ceilings that bind it. */
export interface CompiledSlice {
  readonly slice: Slice;
  readonly reaches: RecordTest;
  readonly bound: readonly CompiledCeiling[];
}

/** What a ceiling took from a slice on one record: an element and the codes before and after. */
export type Cut = (ceiling: Ceiling, before: TransformVector, after: TransformVector) => void;

/** Compiles a decision's slices, each with its ceilings, in decision order. */
export function compileSlices(decision: Decision, scene: Scene): readonly CompiledSlice[] {
  const ceilings = decision.ceilings.map((ceiling) => ({ ceiling, applies: compileCeiling(ceiling, scene) }));
  return decision.slices.map((slice) => ({
    slice,
    reaches: compilePredicate(slice.records, scene),
    bound: ceilings.filter(({ ceiling }) => ceiling.binds(slice)),
  }));
}

function compileCeiling(ceiling: Ceiling, scene: Scene): RecordTest {
  const onRecords = ceiling.records === null ? null : compilePredicate(ceiling.records, scene);
  return (record) => {
    if (ceiling.types !== null && !ceiling.types.has(record.type)) return false;
    if (ceiling.segments !== 0 && (ceiling.segments & record.segments) === 0) return false;
    return onRecords === null || onRecords(record);
  };
}

/** What a slice that reaches this record gives of the type's elements, under its ceilings; null: nothing. */
export function givenBy(
  { slice, bound }: CompiledSlice,
  record: RecordFacts,
  ofType: TransformVector,
  onCut?: Cut,
): TransformVector | null {
  const given = onSegments(slice, record.segments);
  if (given === null) return null;
  lower(given, ofType);
  for (const { ceiling, applies } of bound) {
    if (!applies(record)) continue;
    const before = onCut === undefined ? given : Uint8Array.from(given);
    lower(given, ceiling.atMost);
    onCut?.(ceiling, before, given);
  }
  return isEmpty(given) ? null : given;
}

/** The slice's elements on a record with these labels: every label must be named, and the meet of them stands. */
export function onSegments(slice: Slice, segments: SegmentMask): TransformVector | null {
  const given = Uint8Array.from(slice.elements);
  for (let bit = 0; bit < 32; bit++) {
    if ((segments & (1 << bit)) === 0) continue;
    const named = slice.segments.get(bit);
    if (named === undefined) return null;
    lower(given, named);
  }
  return given;
}

/** Keep for each element that this type can hold, drop for the rest. */
export function elementsOf(policy: CompiledPolicy, type: string): TransformVector {
  const catalogue = policy.catalogue;
  const vector = new Uint8Array(catalogue.elements.length);
  if (type === TABLE_ROW) return vector.fill(KEEP);
  for (const index of catalogue.elementsOfType(type)) vector[index] = KEEP;
  return vector;
}
