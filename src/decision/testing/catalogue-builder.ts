import { codeOf, KEEP } from "../../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue, DataElement } from "../../catalogue/types.ts";

/** A transform vector over the catalogue's elements. A later entry replaces an earlier one. */
export function vector(catalogue: Catalogue, entries: readonly string[]): TransformVector {
  const built = new Uint8Array(catalogue.elements.length);
  for (const entry of entries) {
    const [pattern = "", transform] = entry.split(" as ");
    const indexes = catalogue.select(pattern);
    if (indexes === undefined) throw new Error(`no element matches \`${pattern}\``);
    for (const index of indexes)
      built[index] = transform === undefined ? KEEP : codeOf(transform as Transform);
  }
  return built;
}

/** A catalogue of these elements: each by its id, with the resource types that hold it. */
export function catalogueOf(elements: Readonly<Record<string, readonly string[]>>): Catalogue {
  const list = Object.keys(elements).map((id, index) => elementOf(id, index));
  const types = new Map<string, number[]>();
  for (const element of list)
    for (const type of elements[element.id] ?? [])
      types.set(type, [...(types.get(type) ?? []), element.index]);
  return {
    elements: list,
    byId: (id) => list.find((element) => element.id === id),
    select: (pattern) => {
      const indexes = list.filter(({ id }) => matches(id, pattern)).map(({ index }) => index);
      return indexes.length === 0 ? undefined : indexes;
    },
    elementsOfType: (type) => types.get(type) ?? [],
    tree: () => undefined,
    byColumn: () => undefined,
    byHeader: () => undefined,
    searchParameter: () => undefined,
    searchParameters: () => [],
    isResourceType: (name) => types.has(name),
  };
}

function matches(id: string, pattern: string): boolean {
  if (pattern === "*") return true;
  return pattern.endsWith(".*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

function elementOf(id: string, index: number): DataElement {
  const group = id.slice(0, id.indexOf("."));
  return {
    id,
    index,
    title: id,
    group,
    category: 1,
    sensitivity: "moderate",
    identifierClass: "none",
    fhir: [],
    sql: [],
    csv: [],
  };
}
