import { KEEP } from "../catalogue/transforms.ts";
import type { Decision } from "./types.ts";

/**
 * True when a slice gives this control element whole, under the ceilings that bind it on every record. A control element
 * is of no resource type, so that a SMART scope that names one does not reach it (DEC-CEIL-4).
 */
export function givesControlElement({ policy, slices, ceilings }: Decision, element: string): boolean {
  const index = policy.catalogue.byId(element)?.index;
  if (index === undefined) return false;
  const always = ceilings.filter(
    (c) => c.rule === "ceiling:scope" || (c.records === null && c.segments === 0 && c.types === null),
  );
  return slices.some(
    (slice) =>
      slice.elements[index] === KEEP && always.every((c) => !c.binds(slice) || c.atMost[index] === KEEP),
  );
}
