/** Drafts to the trees that projection walks; rules T1–T7 in SPEC.md. */
import type { Draft, DraftVariant } from "./draft.ts";
import { baseOf, isShape, jsonMembersOf } from "./fhir-r4/definitions.ts";
import { patientLinkMembers } from "./patient-link.ts";
import type { DiscriminatedNode, ElementNode } from "./types.ts";
import { withheldMembers } from "./withheld.ts";

type Children = ReadonlyMap<string, ElementNode>;

const NO_OWNER = -1;

/** Builds trees that share what they can: one subtree per datatype and owner. */
export class TreeBuilder {
  readonly #subtrees = new Map<string, Children>();

  /** The tree of a resource type, its resource-level variants included. */
  build(draft: Draft): ElementNode {
    const root = this.#record(draft);
    const variants = [...draft.variants.values()].map(({ test, draft: variant }) =>
      discriminated(test, this.#record(variant)),
    );
    return { ...root, variants };
  }

  /** One variant of a resource: what is owned, and what comes with every visible record. */
  #record(draft: Draft): ElementNode {
    const node = this.#bare(draft, NO_OWNER);
    const children = new Map(node.children);
    children.set("resourceType", structuralLeaf("code"));
    children.set("id", structuralLeaf("id"));
    for (const name of patientLinkMembers(draft.type))
      children.set(name, structuralReference(children.get(name)));
    return { ...node, datatype: draft.type, children };
  }

  #node(draft: Draft, inherited: number): ElementNode {
    const variants = [...draft.variants.values()].map(({ test, draft: variant }) =>
      discriminated(test, this.#bare(variant, NO_OWNER)),
    );
    return { ...this.#bare(draft, inherited), variants };
  }

  #bare(draft: Draft, inherited: number): ElementNode {
    const element = draft.owner?.element ?? inherited;
    return {
      element,
      structural: false,
      datatype: datatypeName(draft.type),
      array: draft.array,
      children: this.#children(draft, element),
      variants: [],
    };
  }

  #children(draft: Draft, element: number): Children | undefined {
    if (!isShape(draft.type)) return undefined;
    const children = new Map(this.#subtree(draft.type, element));
    for (const [key, child] of draft.children) {
      const inherited = withheldMembers(draft.type).has(key) || key.startsWith("_") ? NO_OWNER : element;
      children.set(key, this.#node(child, inherited));
    }
    return children;
  }

  /** Every member of a datatype under one owner, down to primitives. Recursive datatypes give a cyclic tree. */
  #subtree(type: string, element: number): Children {
    if (element === NO_OWNER) return NO_CHILDREN;
    const key = `${type} ${element}`;
    const known = this.#subtrees.get(key);
    if (known !== undefined) return known;
    const children = new Map<string, ElementNode>();
    this.#subtrees.set(key, children);
    const withheld = withheldMembers(type);
    for (const { key: name, type: inner, member } of jsonMembersOf(type).values()) {
      // A whole resource inside a member is another record, with a tree of its own.
      if (withheld.has(name) || inner === "Resource") continue;
      const below = isShape(inner) ? this.#subtree(inner, element) : undefined;
      children.set(name, {
        element,
        structural: false,
        datatype: datatypeName(inner),
        array: member.array,
        children: below,
        variants: [],
      });
    }
    return children;
  }
}

const NO_CHILDREN: Children = new Map();

function discriminated(test: DraftVariant["test"], node: ElementNode): DiscriminatedNode {
  return { discriminator: test.text, matches: (item) => test.matches(item), node };
}

function structuralLeaf(datatype: string): ElementNode {
  return { element: NO_OWNER, structural: true, datatype, array: false, children: undefined, variants: [] };
}

/** The link to the patient: where it points comes out, a named copy such as `display` stays with its element. */
function structuralReference(named: ElementNode | undefined): ElementNode {
  const children = new Map(
    [...(named?.children ?? [])].filter(([key]) => withheldMembers("Reference").has(key)),
  );
  children.set("reference", structuralLeaf("string"));
  children.set("type", structuralLeaf("uri"));
  return { element: NO_OWNER, structural: true, datatype: "Reference", array: false, children, variants: [] };
}

/** Backbones have a path for a type in the definitions; the datatype is what they inherit from. */
function datatypeName(type: string): string {
  return type.includes(".") ? baseOf(type) : type;
}
