/** Which transforms can show anything of an element, by the datatypes of what it owns. */
import { mappedTypes } from "./mapped-types.ts";
import { TOKEN_TEXTS, transformOf } from "./transforms.ts";
import type { Transform, TransformCode } from "./transforms.ts";
import type { Catalogue, ElementNode } from "./types.ts";

/** A value that an element owns: the name of the member, and its datatype. */
interface OwnedValue {
  readonly member: string;
  readonly datatype: string;
}

const DATES: ReadonlySet<string> = new Set(["date", "dateTime", "instant"]);
/** What holds a token as a part of it, beside the texts that a token stands in for. */
const HOLD_TOKENS: ReadonlySet<string> = new Set(["Identifier", "Reference", "HumanName", "ContactPoint"]);

const FITS: Partial<Record<Transform, (value: OwnedValue) => boolean>> = {
  "generalize:year": ({ datatype }) => DATES.has(datatype),
  "generalize:age-band": ({ member, datatype }) => member === "birthDate" && datatype === "date",
  "generalize:zip3": ({ member, datatype }) => datatype === "Address" || member === "postalCode",
  tokenize: ({ datatype }) => TOKEN_TEXTS.has(datatype) || HOLD_TOKENS.has(datatype),
};

type OwnedValues = ReadonlyMap<number, readonly OwnedValue[]>;

/** Kept, as the trees of a catalogue are large and never change. */
const known = new WeakMap<Catalogue, OwnedValues>();

/**
 * Tells whether a transform can show anything of an element where it stands in FHIR; the projection withholds a value
 * whose datatype a transform has no meaning for. True for an element that no FHIR resource holds: a column has no datatype.
 */
export function fits(catalogue: Catalogue, element: number, code: TransformCode): boolean {
  const test = FITS[transformOf(code)];
  if (test === undefined) return true;
  return ownedIn(catalogue).get(element)?.some(test) ?? true;
}

function ownedIn(catalogue: Catalogue): OwnedValues {
  const before = known.get(catalogue);
  if (before !== undefined) return before;
  const owned = ownedValues(catalogue);
  known.set(catalogue, owned);
  return owned;
}

/** By element; values of the same name and datatype once. */
function ownedValues(catalogue: Catalogue): OwnedValues {
  const owned = new Map<number, Map<string, OwnedValue>>();
  const met = new Set<ElementNode>();
  const walk = (node: ElementNode, member: string): void => {
    if (met.has(node)) return;
    met.add(node);
    if (!node.structural) {
      const values = owned.get(node.element) ?? new Map<string, OwnedValue>();
      owned.set(node.element, values.set(`${member} ${node.datatype}`, { member, datatype: node.datatype }));
    }
    for (const [name, child] of node.children ?? []) walk(child, name);
    for (const variant of node.variants) walk(variant.node, member);
  };
  for (const type of mappedTypes(catalogue)) {
    const tree = catalogue.tree(type);
    if (tree !== undefined) walk(tree, type);
  }
  return new Map([...owned].map(([element, values]) => [element, [...values.values()]]));
}
