/** Data elements → Catalogue. */
import type { Result } from "../kernel/result.ts";
import { err, ok } from "../kernel/result.ts";
import type { CatalogueFault } from "./faults.ts";
import { foldHeader, indexIdentity } from "./identity-index.ts";
import { layElements } from "./lay.ts";
import { elementsOfTree } from "./coverage.ts";
import type { Draft } from "./draft.ts";
import { isResourceType } from "./fhir-r4/definitions.ts";
import type { SearchParameterData } from "./fhir-r4/format.ts";
import { parametersOf } from "./search-registry.ts";
import { placeParameter } from "./search-parameter.ts";
import { TreeBuilder } from "./tree.ts";
import type { Catalogue, DataElement, ElementNode, SearchParameter } from "./types.ts";

/** What a catalogue may hold beyond its elements. */
export interface CatalogueOptions {
  /** SearchParameters beyond those of FHIR R4, such as an upstream publishes; one of the same base and code replaces R4's. */
  readonly searchParameters?: readonly SearchParameterData[];
}

/**
 * Builds the catalogue. `elements[i].index` must be `i`.
 * Error: every fault there is, in the order of the elements; each names the element and what is wrong.
 */
export function buildCatalogue(
  elements: readonly DataElement[],
  options: CatalogueOptions = {},
): Result<Catalogue, readonly CatalogueFault[]> {
  const identity = indexIdentity(elements);
  const laid = layElements(elements);
  const faults = [...identity.faults, ...laid.faults].toSorted((a, b) => a.index - b.index);
  if (faults.length > 0) return err(faults);

  const trees = lazily((type) => treeOf(laid.drafts.get(type)));
  const owned = lazily((type) => elementsOfTreeOrNone(trees(type)));
  const parameters = lazily((type) => {
    const tree = trees(type);
    const placed = parametersOf(type, options.searchParameters ?? []).map((parameter) =>
      placeParameter(parameter, tree),
    );
    return new Map<string, SearchParameter>(placed.map((parameter) => [parameter.code, parameter]));
  });
  const selections = lazily((pattern) => selectElements(elements, pattern));

  return ok({
    elements,
    byId: (id) => identity.byId.get(id),
    select: selections,
    elementsOfType: owned,
    tree: trees,
    byColumn: (table, column) => identity.byColumn.get(`${table}.${column}`.toLowerCase()),
    byHeader: (header) => identity.byHeader.get(foldHeader(header)),
    searchParameter: (type, code) => parameters(type).get(code),
    searchParameters: (type) => [...parameters(type).values()],
    isResourceType,
  });
}

function treeOf(draft: Draft | undefined): ElementNode | undefined {
  return draft === undefined ? undefined : new TreeBuilder().build(draft);
}

function elementsOfTreeOrNone(tree: ElementNode | undefined): readonly number[] {
  return tree === undefined ? [] : elementsOfTree(tree);
}

/** `claim.*` stands for every element below; anything else is an exact id. A bare `*` selects nothing. */
function selectElements(elements: readonly DataElement[], pattern: string): readonly number[] | undefined {
  const prefix = pattern.endsWith(".*") && pattern.length > 2 ? pattern.slice(0, -1) : undefined;
  const chosen = elements.filter((element) =>
    prefix === undefined ? element.id === pattern : element.id.startsWith(prefix),
  );
  return chosen.length === 0 ? undefined : chosen.map((element) => element.index);
}

function lazily<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const computed = compute(key);
    known.set(key, computed);
    return computed;
  };
}
