/** Which nodes of a tree own what in an instance: the one reading of rule T6. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import type { ElementNode } from "./types.ts";

/** The nodes that own an item together: every variant whose test holds, else the node itself. */
export function nodesFor(node: ElementNode, item: JsonValue): readonly ElementNode[] {
  if (node.variants.length === 0) return [node];
  const matching = node.variants.filter((variant) => variant.matches(item));
  return matching.length === 0 ? [node] : matching.flatMap((variant) => nodesFor(variant.node, item));
}

/** An item of a member, and one of the nodes that own it. */
export interface OwnedItem {
  readonly item: JsonValue;
  readonly owner: ElementNode;
}

/** Each item of a member with each of its owners; null members have none. */
export function ownedItems(node: ElementNode, value: JsonValue | undefined): readonly OwnedItem[] {
  return itemsOf(value).flatMap((item) => nodesFor(node, item).map((owner) => ({ item, owner })));
}

/** The items of a member: of a list its own, of a single value the value, nulls left out. */
export function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter((item) => item !== null) : [value];
}

/** Members of an object; of anything else none. */
export function membersIn(item: JsonValue): readonly (readonly [string, JsonObject[string]])[] {
  return isJsonObject(item) ? Object.entries(item) : [];
}
