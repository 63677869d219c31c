import type { z } from "@hono/zod-openapi";
import type { Catalogue, ElementNode } from "../../catalogue/types.ts";
import type { ScopeSchema } from "./schema.ts";

type Member = z.infer<typeof ScopeSchema>["types"][number]["members"][number];
type Test = Member["when"][number];

/** A datatype can hold itself, so descending ends here at the latest. */
const DEEPEST = 5;

/**
 * Which of these elements stands in which JSON member of a resource type, as deep as it takes to tell them apart:
 * `name` is `patient.name`, `identifier` is `patient.mrn` where the item's type says so. `""` is the whole record.
 */
export function membersOf({ elements, tree }: Catalogue, type: string, shown: ReadonlySet<number>): Member[] {
  const root = tree(type);
  if (root === undefined) return [];
  return placesIn(root, [], [], shown).map(({ path, element, when }) => ({
    path: path.join("."),
    element: elements[element]?.id ?? "",
    when: [...when],
  }));
}

interface Place {
  readonly path: readonly string[];
  readonly element: number;
  readonly when: readonly Test[];
}

function placesIn(
  node: ElementNode,
  path: readonly string[],
  when: readonly Test[],
  shown: ReadonlySet<number>,
): Place[] {
  const at = path.join(".");
  const variants = node.variants.flatMap((variant) =>
    placesIn(variant.node, path, [...when, { at, test: variant.discriminator }], shown),
  );
  return [...variants, ...placesInOwn(node, path, when, shown)];
}

/** The node itself, for items that no variant takes. */
function placesInOwn(
  node: ElementNode,
  path: readonly string[],
  when: readonly Test[],
  shown: ReadonlySet<number>,
): Place[] {
  const owners = [...ownersIn({ ...node, variants: [] }, new Set())].filter((index) => shown.has(index));
  const [first] = owners;
  if (first === undefined) return [];
  if (owners.length === 1 || path.length === DEEPEST || node.children === undefined)
    return owners.map((element) => ({ path, element, when }));
  return [...node.children].flatMap(([key, child]) =>
    child.structural || key.startsWith("_") ? [] : placesIn(child, [...path, key], when, shown),
  );
}

/** Indexes of the elements that own anything at or below a node; trees may be cyclic. */
function ownersIn(node: ElementNode, seen: Set<ElementNode["children"]>): ReadonlySet<number> {
  const owners = new Set(node.element < 0 ? [] : [node.element]);
  const children = node.children === undefined || seen.has(node.children) ? [] : [...node.children.values()];
  seen.add(node.children);
  const below = [...children, ...node.variants.map((variant) => variant.node)];
  for (const child of below) for (const owner of ownersIn(child, seen)) owners.add(owner);
  return owners;
}
