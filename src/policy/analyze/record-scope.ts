import { isDirectoryType, subjectParameters } from "../../catalogue/patient-link.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { CompiledPolicy } from "../types.ts";

/** The records a relation is about: those of patients, or those of a directory, which name none. */
export type RecordScope = "patients" | "directory";

/** Null for a relation that is not defined or may not permit. */
export function scopeOf({ relations }: CompiledPolicy, relation: string): RecordScope | null {
  const definition = relations.get(relation);
  if (definition === undefined || !definition.permits) return null;
  return definition.kind === "directory" ? "directory" : "patients";
}

/** Whether a record of this type can be one of the scope; a few types (Device, Schedule) can be of either. */
export function holdsType(scope: RecordScope, resourceType: string): boolean {
  if (scope === "directory") return isDirectoryType(resourceType);
  return resourceType === "Patient" || subjectParameters(resourceType).length > 0;
}

const TYPE = /^[A-Z][A-Za-z]+/u;

/** Resource types that the catalogue maps an element to, sorted. */
export function resourceTypesOf(catalogue: Catalogue): readonly string[] {
  const heads = catalogue.elements.flatMap(({ fhir }) => fhir.flatMap((path) => TYPE.exec(path)?.[0] ?? []));
  return [...new Set(heads)].filter((type) => catalogue.isResourceType(type)).toSorted();
}
