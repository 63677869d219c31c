import { parseDiscriminators } from "../catalogue/discriminator.ts";
import { DROP } from "../catalogue/transforms.ts";
import type { ElementNode } from "../catalogue/types.ts";
import type { Owners } from "./owners.ts";
import { elementsBelow } from "./visibility.ts";
import type { WriteView } from "./write-walk.ts";

/**
 * True when whoever is shown a value sees what makes its owner its owner: `type` and `system` of an identifier.
 * Otherwise an element would be named, or a write refused, by what is not shown. From the view alone.
 */
export function isOpenlyOwned(nodes: Owners, view: WriteView): boolean {
  return nodes.every((node) => {
    const owners = ownersIn(node);
    if (owners.length === 1) return true;
    const read = readsOf(node);
    return owners
      .filter((owner) => [...elementsBelow(owner)].some((element) => (view.most[element] ?? DROP) !== DROP))
      .every((owner) => read.every((path) => isKept(owner, path, view)));
  });
}

/** The node and all its variants, of whatever depth. */
function ownersIn(node: ElementNode): readonly ElementNode[] {
  return [node, ...node.variants.flatMap((variant) => ownersIn(variant.node))];
}

function readsOf(node: ElementNode): readonly (readonly string[])[] {
  return node.variants.flatMap((variant) => {
    const parsed = parseDiscriminators(variant.discriminator);
    return [...(parsed.ok ? parsed.value.reads : [[]]), ...readsOf(variant.node)];
  });
}

function isKept(owner: ElementNode, path: readonly string[], view: WriteView): boolean {
  let node: ElementNode | undefined = owner;
  for (const name of path) node = node?.children?.get(name);
  if (node === undefined || path.length === 0) return false;
  return node.structural || view.kept[node.element] === 1;
}
