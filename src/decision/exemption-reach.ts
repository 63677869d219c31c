import type { TransformVector } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import type { RecordPredicate } from "./types.ts";

/** How far one exemption reaches in the case at hand. */
export interface Reach {
  readonly elements: TransformVector;
  readonly segments: SegmentMask;
  /** Narrows the records of the grant; null: leaves them. */
  readonly records: RecordPredicate | null;
}
