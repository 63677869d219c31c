import type { Catalogue } from "../../../catalogue/types.ts";
import type { QueryPair } from "../query.ts";
import type { Compartment } from "../route.ts";
import { patientParameterOf } from "../search/candidates.ts";

/** References to the visit that a record belongs to (FHIR R4 CompartmentDefinition/encounter). */
const VISIT_PARAMETERS = ["encounter", "context"] as const;

/**
 * What a record of a type has to match to belong to a compartment; null: the type is not in it. A patient's are the
 * records about them: one in which they only took part (`performer`, `author`) is found by that parameter.
 */
export function compartmentLink(
  catalogue: Catalogue,
  { type: owner, id }: Compartment,
  type: string,
): QueryPair | null {
  if (type === owner) return ["_id", id];
  const code = owner === "Patient" ? patientParameterOf(catalogue, type) : visitParameterOf(catalogue, type);
  return code === null ? null : [code, `${owner}/${id}`];
}

/** True for the compartments that the gateway knows. */
export function isCompartment({ type }: Compartment): boolean {
  return type === "Patient" || type === "Encounter";
}

function visitParameterOf(catalogue: Catalogue, type: string): string | null {
  const found = VISIT_PARAMETERS.find((code) => {
    const parameter = catalogue.searchParameter(type, code);
    return parameter?.type === "reference" && parameter.target.includes("Encounter");
  });
  return found ?? null;
}
