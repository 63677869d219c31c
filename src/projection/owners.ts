import { nodesFor } from "../catalogue/owners.ts";
import { DROP, KEEP, meet } from "../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../catalogue/transforms.ts";
import type { ElementNode } from "../catalogue/types.ts";
import type { JsonValue } from "../kernel/json.ts";

/** The nodes that own one value together: shown only as far as each of them allows. Never empty. */
export type Owners = readonly [ElementNode, ...ElementNode[]];

/** Nodes of a member, or undefined when one of the owners does not cover it. */
export function memberNodes(owners: Owners, key: string): Owners | undefined {
  const first = owners[0].children?.get(key);
  if (first === undefined) return undefined;
  if (owners.length === 1) return [first];
  const nodes: [ElementNode, ...ElementNode[]] = [first];
  for (const owner of owners.slice(1)) {
    const node = owner.children?.get(key);
    if (node === undefined) return undefined;
    nodes.push(node);
  }
  return nodes;
}

/** Who owns one item: the variants whose test holds, all of them together, else the node itself. */
export function ownersOf(item: JsonValue, nodes: Owners): Owners {
  if (nodes.length === 1 && nodes[0].variants.length === 0) return nodes;
  const owners = nodes.flatMap((node) => nodesFor(node, item));
  return owners as [ElementNode, ...ElementNode[]];
}

/** Elements that own the value itself. */
export function elementsAt(owners: Owners): readonly number[] {
  return owners.filter((node) => node.element >= 0 && !node.structural).map((node) => node.element);
}

/** How far a value may be shown: the meet over its owners. Undefined where one of them owns only members. */
export function transformAt(owners: Owners, vector: TransformVector): TransformCode | undefined {
  let code = KEEP;
  for (const node of owners) {
    if (node.structural) continue;
    if (node.element < 0) return undefined;
    code = meet(code, vector[node.element] ?? DROP);
  }
  return code;
}
