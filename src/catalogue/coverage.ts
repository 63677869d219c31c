/** Which elements of a tree lie on a definition path. */
import type { ElementNode } from "./types.ts";

export interface Coverage {
  /** Elements that own anything at or below the paths, in order. */
  readonly elements: readonly number[];
  /** One of the paths ends at a structural member. */
  readonly structural: boolean;
}

/** Paths as footprints have them: `Patient.name.family`, `Patient.extension[url=…].valueCode`. */
export function coverageOf(tree: ElementNode, paths: readonly string[]): Coverage {
  const elements = new Set<number>();
  let structural = false;
  for (const path of paths) {
    for (const node of nodesAt(tree, pathSteps(path))) {
      structural ||= node.structural;
      collectElements(node, elements, new Set());
    }
  }
  return { elements: [...elements].toSorted((a, b) => a - b), structural };
}

/** Every element that owns something in the tree, in order. */
export function elementsOfTree(tree: ElementNode): readonly number[] {
  const elements = new Set<number>();
  collectElements(tree, elements, new Set());
  return [...elements].toSorted((a, b) => a - b);
}

interface Step {
  readonly name: string;
  /** For `extension[url=…]`. */
  readonly url: string | undefined;
}

const STEP = /([^.[\]]+)(?:\[url=([^\]]*)\])?\.?/g;

function pathSteps(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].slice(1).map(([, name = "", url]) => ({ name, url }));
}

/** A path goes through every variant: which one an instance has is not known here. */
function nodesAt(tree: ElementNode, steps: readonly Step[]): readonly ElementNode[] {
  let nodes: readonly ElementNode[] = withVariants(tree, undefined);
  for (const step of steps) {
    nodes = nodes.flatMap((node) => {
      const child = node.children?.get(step.name);
      return child === undefined ? [] : withVariants(child, step.url);
    });
  }
  return nodes;
}

function withVariants(node: ElementNode, url: string | undefined): readonly ElementNode[] {
  const variants = node.variants.filter((variant) => url === undefined || variant.matches({ url }));
  return [node, ...variants.map((variant) => variant.node)];
}

function collectElements(node: ElementNode, into: Set<number>, seen: Set<unknown>): void {
  if (node.element >= 0) into.add(node.element);
  for (const variant of node.variants) collectElements(variant.node, into, seen);
  // Subtrees are shared and may be cyclic.
  if (node.children === undefined || seen.has(node.children)) return;
  seen.add(node.children);
  for (const child of node.children.values()) collectElements(child, into, seen);
}
