import { KEEP } from "../catalogue/transforms.ts";
import type { Decision } from "./types.ts";

/** True when a slice gives this control element whole, under the ceilings that bind it on every record. */
export function givesControlElement({ policy, slices, ceilings }: Decision, element: string): boolean {
  const index = policy.catalogue.byId(element)?.index;
  if (index === undefined) return false;
  const always = ceilings.filter((c) => c.records === null && c.segments === 0 && c.types === null);
  return slices.some(
    (slice) =>
      slice.elements[index] === KEEP && always.every((c) => !c.binds(slice) || c.atMost[index] === KEEP),
  );
}
