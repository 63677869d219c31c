import { DROP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { ElementNode } from "../../../catalogue/types.ts";

const known = new WeakMap<TransformVector, Map<ElementNode, ReadonlySet<string>>>();
/** What was asked last; records mostly come in runs of one type under one view. */
let latest:
  | { readonly tree: ElementNode; readonly of: TransformVector; readonly names: ReadonlySet<string> }
  | undefined;

/**
 * Names of the members that a record of this tree can show under this view, at any depth: no fewer than it shows. Equal
 * views of one decision share their vector, so that it is worked out once for them.
 */
export function namesShown(tree: ElementNode, elements: TransformVector): ReadonlySet<string> {
  if (latest?.tree === tree && latest.of === elements) return latest.names;
  const ofVector = known.get(elements) ?? new Map<ElementNode, ReadonlySet<string>>();
  known.set(elements, ofVector);
  const names = ofVector.get(tree) ?? namesIn(tree, elements);
  ofVector.set(tree, names);
  latest = { tree, of: elements, names };
  return names;
}

function namesIn(tree: ElementNode, elements: TransformVector): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<ElementNode>([tree]);
  // What is added while it is walked is walked too.
  for (const node of seen) {
    for (const { node: variant } of node.variants) seen.add(variant);
    for (const [name, child] of node.children ?? []) {
      seen.add(child);
      if (mayComeOut(child, elements)) names.add(name);
    }
  }
  return names;
}

/** What has members or variants may come out because of one of them. */
function mayComeOut(
  { element, structural, children, variants }: ElementNode,
  elements: TransformVector,
): boolean {
  return structural || children !== undefined || variants.length > 0 || elements[element] !== DROP;
}
