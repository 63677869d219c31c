import type { Catalogue } from "../../../catalogue/types.ts";

/** Members at the top of a type that say which record this is and whose: `id`, `subject`, `beneficiary`… */
export function structuralMembers(catalogue: Catalogue, type: string): ReadonlySet<string> {
  const children = catalogue.tree(type)?.children ?? new Map();
  return new Set([...children].filter(([, node]) => node.structural).map(([key]) => key));
}
