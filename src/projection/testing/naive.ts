/**
 * A second projector, as plain as can be, that shares nothing with the real one: it looks at one leaf of the
 * resource at a time, walks down to it from the top, and puts together what may stand. Slow, and only for tests.
 * Knows keep, drop, mask and generalize:year.
 */
import type { Catalogue, ElementNode } from "../../catalogue/types.ts";
import { transformOf } from "../../catalogue/transforms.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { append, compact, put, read, siblingOf } from "./naive-places.ts";
import type { Mutable, Step } from "./naive-places.ts";

interface Level {
  readonly nodes: readonly ElementNode[];
  /** Where the value stands: `["name", 0, "family"]`. */
  readonly at: readonly Step[];
  readonly value: JsonValue;
}

const MARK = { url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", valueCode: "masked" };
const YEAR = "https://modicum.dev/fhir/StructureDefinition/generalized-year";
const ORDER = ["drop", "mask", "generalize:year", "keep"];

/** The visible part as plain JSON values (numbers as they are in the input), or null. */
export function naiveProject(
  catalogue: Catalogue,
  resource: JsonObject,
  view: Uint8Array,
  now: number,
): unknown {
  const out = {} as Mutable;
  const markers: (() => void)[] = [];
  for (const levels of naiveLeaves(catalogue, resource, view)) placeLeaf(levels, view, now, out, markers);
  for (const marker of markers) marker();
  return compact(out);
}

/** Places of the leaves that come out unchanged, where the view knows keep and drop alone. */
export function naiveKeptLeaves(
  catalogue: Catalogue,
  resource: JsonObject,
  view: Uint8Array,
): (readonly Step[])[] {
  return naiveLeaves(catalogue, resource, view)
    .filter(
      (levels) => transformAt((levels.at(-1) as Level).nodes, view) === "keep" && !isToContained(levels),
    )
    .map((levels) => (levels.at(-1) as Level).at);
}

function naiveLeaves(catalogue: Catalogue, resource: JsonObject, view: Uint8Array): (readonly Level[])[] {
  const tree = catalogue.tree(textOf(resource["resourceType"]));
  const roots = tree === undefined ? [] : variants(tree, resource);
  const isVisible = roots.every((root) => [...below(root)].some((element) => view[element] !== 0));
  if (tree === undefined || !isVisible) return [];
  return [...leaves(resource, [])].flatMap((leaf) => {
    const levels = levelsTo(leaf, resource, roots);
    return levels === undefined ? [] : [levels];
  });
}

function isToContained(levels: readonly Level[]): boolean {
  const leaf = levels.at(-1) as Level;
  const isLink = /^(canonical|uri)$/.test(leaf.nodes[0]?.datatype ?? "") && pointsInside(leaf.value);
  return (
    isLink ||
    levels.some(
      ({ nodes, value }) => nodes[0]?.datatype === "Reference" && pointsInside(read(value, ["reference"])),
    )
  );
}

function placeLeaf(
  levels: readonly Level[],
  view: Uint8Array,
  now: number,
  out: Mutable,
  markers: (() => void)[],
): void {
  const leaf = levels.at(-1) as Level;
  const datatype = leaf.nodes[0]?.datatype ?? "";
  if (isToContained(levels)) return;
  const isUrl = levels.at(-2)?.nodes[0]?.datatype === "Extension" && leaf.at.at(-1) === "url";
  const transform = isUrl ? "keep" : transformAt(leaf.nodes, view);
  if (transform === "keep") put(out, leaf.at, leaf.value);
  if (transform === "generalize:year" && /^(date|dateTime|instant)$/.test(datatype)) {
    const year = /^(\d{4})(-|$)/.exec(textOf(leaf.value))?.[1];
    const young = year !== undefined && new Date(now).getUTCFullYear() - Number(year) < 90;
    if (young && datatype !== "instant") put(out, leaf.at, year);
    else
      markers.unshift(() => append(out, siblingOf(leaf.at), young ? { url: YEAR, valueDate: year } : MARK));
  }
  const own = leaf.nodes.map((node) => node.element);
  const isTop = ({ nodes }: Level): boolean =>
    transformAt(nodes, view) === "mask" &&
    own.every((element) => nodes.some((node) => node.element === element));
  if (transform !== "mask") return;
  const top = levels.slice(1).find(isTop) ?? leaf;
  // A marker that adds an item to a list goes in last: the others still name items by their place.
  if (typeof top.at.at(-1) === "number" && top.nodes[0]?.children !== undefined)
    markers.push(() => mark(out, top));
  else markers.unshift(() => mark(out, top));
}

/** Markers go in when all values are there: one for a member, one for each url of an extension. */
function mark(out: Mutable, { nodes, at, value }: Level): void {
  const isItem = typeof at.at(-1) === "number";
  const member = isItem ? at.slice(0, -1) : at;
  if (nodes[0]?.children === undefined) append(out, [...siblingOf(member), ...(isItem ? [0] : [])], MARK);
  else if (!isItem) append(out, at, MARK);
  else {
    const url = nodes[0].datatype === "Extension" ? { url: read(value, ["url"]) } : {};
    const list = (read(out, member) ?? []) as unknown[];
    const marker = { ...url, extension: [MARK] };
    if (!list.some((item) => JSON.stringify(item) === JSON.stringify(marker)))
      put(out, [...member, list.length], marker);
  }
}

function transformAt(nodes: readonly ElementNode[], view: Uint8Array): string {
  const named = nodes.filter((node) => !node.structural);
  if (named.some((node) => node.element < 0)) return "none";
  const ranks = named.map((node) => ORDER.indexOf(transformOf(view[node.element] ?? 0)));
  return ORDER[Math.min(3, ...ranks)] ?? "drop";
}

/** Every step from the resource to a leaf with the nodes that own it, or undefined when one is not covered. */
function levelsTo(
  at: readonly Step[],
  resource: JsonObject,
  roots: readonly ElementNode[],
): Level[] | undefined {
  const levels: Level[] = [{ nodes: roots, at: [], value: resource }];
  for (let i = 0; i < at.length; i++) {
    const { nodes, value } = levels.at(-1) as Level;
    const inner = (value as Mutable)[at[i] as never] as JsonValue;
    const next =
      typeof at[i] === "number" ? nodes : nodes.flatMap((node) => node.children?.get(String(at[i])) ?? []);
    if (next.length < nodes.length) return undefined;
    if (typeof at[i] === "string" && next.some((node) => node.array !== Array.isArray(inner)))
      return undefined;
    if (typeof at[i] === "number" && Array.isArray(inner)) return undefined;
    const isObject = !Array.isArray(inner) && Object.getPrototypeOf(inner ?? 0) === null;
    if (!Array.isArray(inner) && next.some((node) => (node.children !== undefined) !== isObject))
      return undefined;
    levels.push({
      nodes: isObject ? next.flatMap((node) => variants(node, inner)) : next,
      at: at.slice(0, i + 1),
      value: inner,
    });
  }
  return levels.filter(({ value }) => !Array.isArray(value));
}

function* leaves(value: JsonValue | undefined, at: readonly Step[]): Generator<readonly Step[]> {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) yield* leaves(item, [...at, i]);
  else if (Object.getPrototypeOf(value) === null)
    for (const [key, item] of Object.entries(value as JsonObject)) yield* leaves(item, [...at, key]);
  else yield at;
}

function variants(node: ElementNode, item: JsonValue): ElementNode[] {
  const found = node.variants.filter((variant) => variant.matches(item));
  return found.length > 0 ? found.flatMap((variant) => variants(variant.node, item)) : [node];
}

function* below(node: ElementNode, seen = new Set<unknown>()): Generator<number> {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.element >= 0) yield node.element;
  for (const child of node.children?.values() ?? [])
    for (const one of [child, ...child.variants.map((variant) => variant.node)]) yield* below(one, seen);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pointsInside(link: unknown): boolean {
  return typeof link === "string" && link.startsWith("#");
}
