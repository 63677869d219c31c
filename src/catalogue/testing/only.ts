/** The naive reading of a tree: what some elements show of a record, everything else gone. */
import type { JsonValue } from "../../kernel/json.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { nodesFor } from "../owners.ts";
import type { ElementNode } from "../types.ts";

/** What is left of a value when only these elements, and what is structural, may stand. */
export function only(
  node: ElementNode,
  value: JsonValue,
  allowed: (element: number) => boolean,
): JsonValue | undefined {
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).flatMap((item) => only(node, item, allowed) ?? []);
    return items.length === 0 ? undefined : items;
  }
  const owners = nodesFor(node, value);
  if (!isJsonObject(value))
    return owners.every((owner) => owner.structural || allowed(owner.element)) ? value : undefined;
  const left: Record<string, JsonValue> = {};
  for (const [key, inner] of Object.entries(value)) {
    const kept = owners.map((owner) => {
      const child = owner.children?.get(key);
      return child === undefined || inner === undefined ? undefined : only(child, inner, allowed);
    });
    const shortest = kept[0];
    if (shortest !== undefined && kept.every((one) => one !== undefined)) left[key] = shortest;
  }
  return Object.keys(left).length === 0 ? undefined : left;
}
