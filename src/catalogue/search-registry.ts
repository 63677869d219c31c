/** The SearchParameters of FHIR R4 by resource type, derived when first asked for. */
import { baseOf, isResourceType, searchParameterData } from "./fhir-r4/definitions.ts";
import type { SearchParameterData } from "./fhir-r4/format.ts";
import type { DerivedParameter } from "./search-parameter.ts";
import { deriveParameter } from "./search-parameter.ts";

let definitionsByBase: ReadonlyMap<string, readonly SearchParameterData[]> | undefined;
const derivedByType = new Map<string, readonly DerivedParameter[]>();

/**
 * Parameters of a resource type, those of `Resource` and `DomainResource` included.
 * `further` come last, so that they replace R4's of the same code. Empty for an unknown type.
 */
export function parametersOf(
  resourceType: string,
  further: readonly SearchParameterData[],
): readonly DerivedParameter[] {
  if (!isResourceType(resourceType)) return [];
  const bases = basesOf(resourceType);
  const added = further.filter((definition) => definition.base.some((base) => bases.includes(base)));
  return [
    ...standardParameters(resourceType, bases),
    ...added.map((definition) => deriveParameter(definition, resourceType)),
  ];
}

function standardParameters(resourceType: string, bases: readonly string[]): readonly DerivedParameter[] {
  const known = derivedByType.get(resourceType);
  if (known !== undefined) return known;
  definitionsByBase ??= groupByBase(searchParameterData());
  const definitions = bases.flatMap((base) => definitionsByBase?.get(base) ?? []);
  const derived = definitions.map((definition) => deriveParameter(definition, resourceType));
  derivedByType.set(resourceType, derived);
  return derived;
}

/** `Resource`, `DomainResource`, `Patient`: the nearest last. */
function basesOf(resourceType: string): readonly string[] {
  const bases = [resourceType];
  for (let base = baseOf(resourceType); base !== ""; base = baseOf(base)) bases.unshift(base);
  return bases;
}

function groupByBase(
  definitions: readonly SearchParameterData[],
): ReadonlyMap<string, readonly SearchParameterData[]> {
  const groups = new Map<string, SearchParameterData[]>();
  for (const definition of definitions) {
    for (const base of definition.base) {
      const group = groups.get(base);
      if (group === undefined) groups.set(base, [definition]);
      else group.push(definition);
    }
  }
  return groups;
}
