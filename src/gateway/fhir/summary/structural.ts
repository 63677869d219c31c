import type { Catalogue, ElementNode } from "../../../catalogue/types.ts";

const known = new WeakMap<ElementNode, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** Members at the top of a type that say which record this is and whose: `id`, `subject`, `beneficiary`… */
export function structuralMembers(catalogue: Catalogue, type: string): ReadonlySet<string> {
  const tree = catalogue.tree(type);
  if (tree === undefined) return NONE;
  const members = known.get(tree) ?? structuralIn(tree);
  known.set(tree, members);
  return members;
}

function structuralIn({ children = new Map() }: ElementNode): ReadonlySet<string> {
  return new Set([...children].filter(([, node]) => node.structural).map(([key]) => key));
}
