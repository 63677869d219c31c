import type { SegmentDefinition } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Ceiling, Slice } from "./types.ts";
import { isEmpty, lower } from "./vectors.ts";

/**
 * Segments that every slice leaves out, in the order of the policy. From policy and caller alone:
 * a guard that only an authorization or consent on file would lift counts as leaving it out.
 */
export function segmentsLeftOut(
  policy: CompiledPolicy,
  slices: readonly Slice[],
  ceilings: readonly Ceiling[],
): readonly string[] {
  const shown = (segment: SegmentDefinition): boolean =>
    slices.some((slice) => showsSegment(slice, segment, ceilings));
  return policy.segments.filter((segment) => !shown(segment)).map((segment) => segment.id);
}

function showsSegment(slice: Slice, { bit }: SegmentDefinition, ceilings: readonly Ceiling[]): boolean {
  const named = slice.segments.get(bit);
  if (named === undefined) return false;
  const remains = Uint8Array.from(slice.elements);
  lower(remains, named);
  for (const ceiling of ceilings) {
    const onSegment =
      ceiling.segments === 0 ? ceiling.records === null : (ceiling.segments & (1 << bit)) !== 0;
    if (onSegment && ceiling.types === null && ceiling.binds(slice)) lower(remains, ceiling.atMost);
  }
  return !isEmpty(remains);
}
