import { KEEP, type TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy, CompiledPurpose } from "../types.ts";
import { lowered } from "./lattice.ts";
import { perPolicy } from "./per-policy.ts";

/**
 * What the ceiling of a purpose leaves of a vector for a use. The vector itself where the purpose takes nothing away:
 * a large policy then costs no more than its own size.
 */
export function underCeiling(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
  vector: TransformVector,
): TransformVector {
  return openPurposes(policy).has(purpose) ? vector : lowered(vector, purpose.never);
}

/** Purposes that may give every element whole. */
const openPurposes = perPolicy(
  ({ purposes }) =>
    new Set([...purposes.values()].filter(({ never }) => never.every((code) => code === KEEP))),
);
