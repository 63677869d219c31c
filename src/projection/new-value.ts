import { nodesFor } from "../catalogue/owners.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";
import { elementsAt, memberNodes, ownersOf } from "./owners.ts";
import type { Owners } from "./owners.ts";
import { hasShapeOf, isExtension, isPrimitive } from "./rebuild.ts";
import type { WriteWalk } from "./write-walk.ts";

/** Asks of every member of an object that was not there before whether the writer may set it. */
export function checkNewObject(object: JsonObject, owners: Owners, walk: WriteWalk): void {
  const keys = Object.keys(object);
  if (isHollow(object, owners)) walk.refuse("not_covered");
  for (const key of keys) walk.at(key, () => checkNewMember(key, object[key] ?? null, owners, walk));
}

/** FHIR R4 ele-1 and ext-1: an object holds something, an extension more than its url. */
export function isHollow(object: JsonObject, owners: Owners): boolean {
  return Object.keys(object).every((key) => key === "url" && isExtension(owners));
}

/** The same for one member of an object. */
export function checkNewMember(key: string, value: JsonValue, owners: Owners, walk: WriteWalk): void {
  const nodes = memberNodes(owners, key);
  if (nodes === undefined || !hasShapeOf(nodes, value)) walk.refuse("not_covered");
  else if (isStructural(nodes) && !walk.namesRecord) walk.refuse("fixed");
  else checkNewValue(key, value, { owners, nodes }, walk);
}

interface Place {
  readonly owners: Owners;
  readonly nodes: Owners;
}

function checkNewValue(key: string, value: JsonValue, { owners, nodes }: Place, walk: WriteWalk): void {
  const items = Array.isArray(value) ? (value as JsonArray) : [value];
  if (items.length === 0) walk.refuse("not_covered");
  // The url of an extension follows its value, which is asked about by itself.
  if (key === "url" && isExtension(owners)) return;
  if (isPrimitive(nodes)) {
    if (pointsToContained(key, value, owners, nodes)) walk.refuse("not_covered");
    else if (!isStructural(nodes)) walk.change(elementsAt(nodes));
    return;
  }
  for (const item of items) checkNewItem(item, nodes, walk);
}

/** The same for one item of a list, owned by the nodes that its own content makes its owners. */
export function checkNewItem(item: JsonValue, nodes: Owners, walk: WriteWalk): void {
  if (isJsonObject(item)) checkNewObject(item, ownersOf(item, nodes), walk);
  else walk.refuse("not_covered");
}

/** True for what says which record it is: id, type and patient link. */
export function isStructural(nodes: Owners): boolean {
  return nodes.some((node) => node.structural);
}

/** Contained resources are not written, so neither is a link to one (FHIR R4, references, 2.3.0.2). */
export function pointsToContained(key: string, value: JsonValue, owners: Owners, nodes: Owners): boolean {
  const isLink = LINKS.has(nodes[0].datatype) || (key === "reference" && owners[0].datatype === "Reference");
  const items = Array.isArray(value) ? (value as JsonArray) : [value];
  return isLink && items.some((item) => typeof item === "string" && item.startsWith("#"));
}

const LINKS: ReadonlySet<string> = new Set(["canonical", "uri", "url"]);

/** True when the same nodes own both values, by what is shown of them. */
export function areOwnedAlike(a: JsonValue, b: JsonValue, nodes: Owners): boolean {
  return nodes.every((node) => {
    const [first, second] = [nodesFor(node, a), nodesFor(node, b)];
    return first.length === second.length && first.every((owner, at) => owner === second[at]);
  });
}
