import { transformOf } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";

/** `{"patient.name": "keep"}`: what a vector shows, by element id. */
export function shownBy(policy: CompiledPolicy, vector: TransformVector | undefined): Record<string, string> {
  const shown = policy.catalogue.elements.map(
    ({ id, index }) => [id, transformOf(vector?.[index] ?? 0)] as const,
  );
  return Object.fromEntries(shown.filter(([, transform]) => transform !== "drop"));
}
