import { KEEP } from "../../../catalogue/transforms.ts";
import type { RecordFacts, SegmentMask } from "../../../catalogue/types.ts";
import type { ElementView } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { WriteView } from "../../../projection/write-walk.ts";

/** What a writer may do with a record that they are shown. */
export interface Rights {
  readonly view: WriteView;
  /** Segments of which the writer is shown records of this type. */
  readonly segments: SegmentMask;
  /** Rules that let the record be written. */
  readonly rules: readonly string[];
}

/**
 * What one caller may write of a record that they read. INVARIANT: the labels of the record have no part in it: a
 * write is judged as if the record had every label of a record that the caller may be shown, so that a refusal does
 * not tell which it has. A grant to write therefore names every segment that the grant to read names.
 */
export function rightsOf(
  reading: Permitted,
  writing: Permitted,
  facts: RecordFacts,
  shown: Uint8Array,
): Rights {
  const look = ({ decision, facts: known }: Permitted, segments: SegmentMask): ElementView | null =>
    viewOf(decision, { ...facts, segments }, known);
  let segments = 0;
  for (const { bit } of reading.policy.segments) if (look(reading, 1 << bit) !== null) segments |= 1 << bit;
  const nothing = new Uint8Array(shown.length);
  const least = look(reading, segments)?.elements ?? nothing;
  const granted = look(writing, segments);
  const kept = least.map((code) => (code === KEEP ? 1 : 0));
  return {
    view: {
      shown,
      most: look(reading, 0)?.elements ?? nothing,
      kept,
      writable: kept.map((one, element) => (one === 1 && granted?.elements[element] === KEEP ? 1 : 0)),
    },
    segments,
    rules: granted?.rules ?? [],
  };
}
