import { DROP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { ElementNode } from "../catalogue/types.ts";
import type { Owners } from "./owners.ts";

const known = new WeakMap<ElementNode, ReadonlySet<number>>();

/** Elements that can own anything at or below a node when none of its own variants holds; structural members aside. */
export function elementsBelow(node: ElementNode): ReadonlySet<number> {
  const found = known.get(node);
  if (found !== undefined) return found;
  const elements = new Set<number>();
  collect(node, elements, new Set());
  known.set(node, elements);
  return elements;
}

/** The trees may be cyclic (an Identifier has an assigner, which may have an Identifier). */
function collect(node: ElementNode, elements: Set<number>, visited: Set<ElementNode>): void {
  if (visited.has(node)) return;
  visited.add(node);
  if (node.element >= 0 && !node.structural) elements.add(node.element);
  for (const child of node.children?.values() ?? []) {
    collect(child, elements, visited);
    for (const variant of child.variants) collect(variant.node, elements, visited);
  }
}

/** True when the view gives an element of what these nodes can hold; for owners together, of each. */
export function givesAny(owners: Owners, vector: TransformVector): boolean {
  return owners.every((node) => {
    for (const element of elementsBelow(node)) if ((vector[element] ?? DROP) !== DROP) return true;
    return false;
  });
}
