import type { Catalogue } from "./types.ts";

/** Resource types of which the catalogue maps any element, sorted. Every other type is denied. */
export function mappedTypes({ elements }: Catalogue): readonly string[] {
  const types = elements.flatMap(({ fhir }) =>
    fhir.flatMap((path) => /^[A-Z][A-Za-z]+/.exec(path)?.[0] ?? []),
  );
  return [...new Set(types)].toSorted();
}
