import { DROP, KEEP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { Restriction } from "../../../decision/types.ts";
import type { PatientRestriction } from "./types.ts";

/** A restriction as a decision reads it, under this catalogue. Whether it is in force is for who hands it over. */
export function restrictionFactOf(
  { id, patientId, terms }: PatientRestriction,
  catalogue: Catalogue,
): Restriction {
  const { kind, refs, recipientClasses, bases } = terms;
  return {
    id,
    patientId,
    kind,
    refs,
    recipientClasses,
    bases,
    elements: remaining(terms.elements, catalogue),
  };
}

/** An element that the catalogue has no longer restricts everything: nobody knows under which name it goes on. */
function remaining(restricted: readonly string[], catalogue: Catalogue): TransformVector {
  const vector = new Uint8Array(catalogue.elements.length);
  const selected = restricted.map((pattern) => catalogue.select(pattern));
  if (selected.length === 0 || selected.includes(undefined)) return vector.fill(DROP);
  vector.fill(KEEP);
  for (const indexes of selected) for (const index of indexes ?? []) vector[index] = DROP;
  return vector;
}
