/** Walks instances beside the tree: what is owned in them, and what nothing owns. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { jsonMembersOf } from "./fhir-r4/definitions.ts";
import type { GapKind } from "./gap-kinds.ts";
import { gapKind } from "./gap-kinds.ts";
import { itemsOf, membersIn, ownedItems } from "./owners.ts";
import type { Catalogue, ElementNode } from "./types.ts";

export interface Gap {
  /** `Patient.text`, without positions in lists. Ends where nothing below is owned either. */
  readonly path: string;
  readonly kind: GapKind;
  /** For extensions: the urls seen. */
  readonly urls: readonly string[];
  /** Resources that have something there. */
  readonly resources: number;
}

export interface GapReport {
  readonly resources: number;
  /** Resources seen by type. */
  readonly types: Readonly<Record<string, number>>;
  /** Sorted by path. */
  readonly gaps: readonly Gap[];
}

/** Indexes of the elements that own a value in this instance, structural members aside. */
export function elementsIn(catalogue: Catalogue, resource: JsonObject): ReadonlySet<number> {
  const found = new Set<number>();
  const tree = treeOf(catalogue, resource);
  if (tree !== undefined) collectOwners(tree, resource, found);
  return found;
}

/** Every path in the resources that no element owns: it is denied, and listed here. */
export function gapReport(catalogue: Catalogue, resources: Iterable<JsonObject>): GapReport {
  const gaps = new Map<string, { kind: GapKind; urls: Set<string>; resources: number }>();
  const types: Record<string, number> = {};
  let count = 0;
  for (const resource of resources) {
    count++;
    const type = typeof resource["resourceType"] === "string" ? resource["resourceType"] : "";
    types[type] = (types[type] ?? 0) + 1;
    for (const [path, found] of gapsOf(catalogue, resource, type)) {
      const known = gaps.get(path) ?? { kind: found.kind, urls: new Set<string>(), resources: 0 };
      known.resources++;
      for (const url of found.urls) known.urls.add(url);
      gaps.set(path, known);
    }
  }
  const sorted = [...gaps].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    resources: count,
    types,
    gaps: sorted.map(([path, gap]) => ({
      path,
      kind: gap.kind,
      urls: [...gap.urls].toSorted(),
      resources: gap.resources,
    })),
  };
}

function treeOf(catalogue: Catalogue, resource: JsonObject): ElementNode | undefined {
  const type = resource["resourceType"];
  return typeof type === "string" ? catalogue.tree(type) : undefined;
}

function collectOwners(node: ElementNode, value: JsonValue | undefined, into: Set<number>): void {
  for (const { item, owner } of ownedItems(node, value)) {
    if (!isJsonObject(item) && owner.element >= 0) into.add(owner.element);
    for (const [key, inner] of membersIn(item)) {
      const child = owner.children?.get(key);
      if (child !== undefined) collectOwners(child, inner, into);
    }
  }
}

interface FoundGap {
  readonly kind: GapKind;
  readonly urls: Set<string>;
}

function gapsOf(catalogue: Catalogue, resource: JsonObject, type: string): ReadonlyMap<string, FoundGap> {
  const found = new Map<string, FoundGap>();
  const tree = catalogue.tree(type);
  if (tree === undefined) found.set(type, { kind: "unmapped-type", urls: new Set() });
  else collectGaps(tree, resource, { path: type, shape: type }, found);
  return found;
}

interface Place {
  readonly path: string;
  /** Shape in the definitions; empty where they do not reach. */
  readonly shape: string;
}

function collectGaps(
  node: ElementNode,
  value: JsonValue | undefined,
  place: Place,
  found: Map<string, FoundGap>,
): void {
  for (const { item, owner } of ownedItems(node, value)) {
    if (isJsonObject(item)) collectMembers(owner, item, place, found);
    else if (owner.element < 0 && !owner.structural) addGap(found, place.path, "unmapped", item);
  }
}

function collectMembers(
  owner: ElementNode,
  item: JsonObject,
  place: Place,
  found: Map<string, FoundGap>,
): void {
  if (owner.children?.size === 0) {
    addGap(found, place.path, place.shape === "Extension" ? "extension" : "unmapped", item);
    return;
  }
  for (const [key, inner] of membersIn(item)) {
    const child = owner.children?.get(key);
    const path = `${place.path}.${key}`;
    const shape = jsonMembersOf(place.shape).get(key)?.type ?? child?.datatype ?? "";
    if (child === undefined) addGap(found, path, gapKind(place.shape, key), inner);
    else collectGaps(child, inner, { path, shape }, found);
  }
}

function addGap(
  found: Map<string, FoundGap>,
  path: string,
  kind: GapKind,
  value: JsonValue | undefined,
): void {
  const gap = found.get(path) ?? { kind, urls: new Set<string>() };
  found.set(path, gap);
  if (kind !== "extension") return;
  for (const extension of itemsOf(value).filter(isJsonObject)) {
    if (typeof extension["url"] === "string") gap.urls.add(extension["url"]);
  }
}
