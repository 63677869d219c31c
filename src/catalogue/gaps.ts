/** Walks instances beside the tree: what is owned in them, and what nothing owns. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { jsonMembersOf } from "./fhir-r4/definitions.ts";
import type { Catalogue, ElementNode } from "./types.ts";

/**
 * Why a path is not owned. `unmapped` is the one that asks for work on the catalogue;
 * the others are withheld by design unless an element names them.
 */
export type GapKind =
  | "unmapped"
  | "unmapped-type"
  | "not-in-r4"
  | "narrative"
  | "contained"
  | "meta"
  | "implicit-rules"
  | "language"
  | "extension"
  | "primitive-extension"
  | "element-id"
  | "reference-display"
  | "reference-identifier"
  | "nested-resource";

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

/** The nodes that own an item together: every variant whose test holds, else the node itself. */
export function nodesFor(node: ElementNode, item: JsonValue): readonly ElementNode[] {
  if (node.variants.length === 0) return [node];
  const matching = node.variants.filter((variant) => variant.matches(item)).map((variant) => variant.node);
  return matching.length === 0 ? [node] : matching;
}

function treeOf(catalogue: Catalogue, resource: JsonObject): ElementNode | undefined {
  const type = resource["resourceType"];
  return typeof type === "string" ? catalogue.tree(type) : undefined;
}

function collectOwners(node: ElementNode, value: JsonValue | undefined, into: Set<number>): void {
  for (const item of itemsOf(value)) {
    for (const owner of nodesFor(node, item)) {
      if (!isJsonObject(item) && owner.element >= 0) into.add(owner.element);
      for (const [key, inner] of entriesOf(item)) {
        const child = owner.children?.get(key);
        if (child !== undefined) collectOwners(child, inner, into);
      }
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
  for (const item of itemsOf(value)) {
    for (const owner of nodesFor(node, item)) {
      if (!isJsonObject(item)) {
        if (owner.element < 0 && !owner.structural) addGap(found, place.path, "unmapped", item);
        continue;
      }
      if (owner.children?.size === 0)
        addGap(found, place.path, place.shape === "Extension" ? "extension" : "unmapped", item);
      else collectMembers(owner, item, place, found);
    }
  }
}

function collectMembers(
  owner: ElementNode,
  item: JsonObject,
  place: Place,
  found: Map<string, FoundGap>,
): void {
  for (const [key, inner] of entriesOf(item)) {
    const child = owner.children?.get(key);
    const path = `${place.path}.${key}`;
    if (child === undefined) addGap(found, path, gapKind(place.shape, key), inner);
    else
      collectGaps(
        child,
        inner,
        { path, shape: jsonMembersOf(place.shape).get(key)?.type ?? child.datatype },
        found,
      );
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

const KINDS: Readonly<Record<string, GapKind>> = {
  text: "narrative",
  contained: "contained",
  meta: "meta",
  implicitRules: "implicit-rules",
  language: "language",
};

function gapKind(shape: string, key: string): GapKind {
  if (key.startsWith("_")) return "primitive-extension";
  if (key === "extension" || key === "modifierExtension") return "extension";
  const type = jsonMembersOf(shape).get(key)?.type;
  if (type === undefined) return "not-in-r4";
  if (type === "Resource" && key !== "contained") return "nested-resource";
  if (shape === "Reference" && key === "display") return "reference-display";
  if (shape === "Reference" && key === "identifier") return "reference-identifier";
  if (key === "id") return "element-id";
  const ofResource = !shape.includes(".") && jsonMembersOf(shape).has("implicitRules");
  return (ofResource ? KINDS[key] : undefined) ?? "unmapped";
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((item) => item !== null) : [value];
}

function entriesOf(item: JsonValue): readonly (readonly [string, JsonValue | undefined])[] {
  return isJsonObject(item) ? Object.entries(item) : [];
}
