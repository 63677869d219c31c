/** The trees of a catalogue as tables for scanners, written type by type as texts ask for them. */
import { jsonMembersOf } from "../../catalogue/fhir-r4/definitions.ts";
import type { Catalogue, DiscriminatedNode, ElementNode } from "../../catalogue/types.ts";
import { memberNodes } from "../owners.ts";
import type { Owners } from "../owners.ts";
import { isExtension, isPrimitive } from "../rebuild.ts";
import { addMember, writeMemberTable } from "./member-tables.ts";
import type { MemberTable, TableMember } from "./member-tables.ts";
import { writeTests } from "./probe-tables.ts";
import { accountOf, keyOfRule } from "./rules.ts";
import type { Rule } from "./rules.ts";
import { TableMemory } from "./table-memory.ts";
import {
  ALWAYS_IN_DOUBT,
  HAS_VARIANTS,
  IS_ARRAY,
  IS_EXTENSION,
  IS_PRIMITIVE,
  IS_UNCOVERED,
  IS_URL,
  MEMBER_LENGTH,
  MEMBER_SIZE,
  NODE_ACCOUNT,
  NODE_FLAGS,
  NODE_MASK,
  NODE_MEMBERS,
  NODE_RULE,
  NODE_SIZE,
  NODE_VARIANTS,
  NO_ORDINAL,
  OWNER_NEXT,
  OWNER_NODE,
  OWNER_SIZE,
  OWNER_TESTS,
  TYPES_MASK,
  TYPES_PLACE,
  VARIANTS_CONDITIONS,
  VARIANTS_OWNERS,
  VARIANTS_PLAIN,
  VARIANTS_PROBE,
  VARIANTS_SIZE,
  VARIANTS_TESTS,
} from "./table-format.ts";

/** Owners of a place, and the shape of R4 that stands there, whose other members are known by name. */
interface Place {
  readonly owners: Owners;
  readonly shape: string;
  readonly isRoot: boolean;
}

interface Branching extends Place {
  readonly tests: readonly DiscriminatedNode[];
}

/** What a type has in the tables. */
export type TypePlace =
  | { readonly kind: "root"; readonly node: number }
  /** Not in the tables: of no type that the catalogue covers, or of one whose name no table can hold. */
  | { readonly kind: "uncovered" | "unscannable" };

const TYPES: MemberTable = { place: TYPES_PLACE, mask: TYPES_MASK };

/** Tables of one catalogue; they only grow, and places once given stay as they are. */
export class CatalogueTables {
  readonly catalogue: Catalogue;
  readonly memory = new TableMemory(TYPES_PLACE + (TYPES_MASK + 1) * MEMBER_SIZE);
  /** By NODE_RULE. */
  readonly rules: Rule[] = [];
  /** By NODE_ACCOUNT: the elements that own a value. */
  readonly accounts: (readonly number[])[] = [[]];
  readonly #ruleByKey = new Map<string, number>();
  readonly #accountByKey = new Map<string, number>([["", 0]]);
  readonly #nodeByKey = new Map<string, number>();
  readonly #numbers = new Map<object, number>();
  readonly #branchings = new Map<number, Branching>();
  readonly #types = new Map<string, TypePlace>();
  /** Nodes whose members are still to be written; the trees are cyclic. */
  readonly #unfinished: { readonly node: number; readonly place: Place }[] = [];

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** Brings a resource type into the tables. */
  type(name: string): TypePlace {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const tree = this.catalogue.isResourceType(name) ? this.catalogue.tree(name) : undefined;
    // What texts name without end must not be remembered without end.
    if (tree === undefined) return { kind: "uncovered" };
    const node = this.#node({ owners: [tree], shape: name, isRoot: true });
    this.#finish();
    const isAdded = addMember(this.memory, TYPES, { name, node, flags: 0 }, NO_ORDINAL);
    const found: TypePlace = isAdded ? { kind: "root", node } : { kind: "unscannable" };
    this.#types.set(name, found);
    return found;
  }

  /** Writes the OWNER of items on which exactly these tests (bits) of VARIANTS hold; its node. */
  owner(variants: number, tests: number): number {
    const branching = this.#branchings.get(variants);
    if (branching === undefined) return 0;
    const holding = new Set(branching.tests.filter((_, at) => (tests & (1 << at)) !== 0));
    const owners = branching.owners.flatMap((node) => ownersAmong(node, holding)) as [
      ElementNode,
      ...ElementNode[],
    ];
    const node = this.#node({ ...branching, owners }, true);
    this.#finish();
    const at = this.memory.take(OWNER_SIZE);
    this.memory.setWord(at + OWNER_TESTS, tests);
    this.memory.setWord(at + OWNER_NODE, node);
    this.memory.setWord(at + OWNER_NEXT, this.memory.word(variants + VARIANTS_OWNERS));
    this.memory.setWord(variants + VARIANTS_OWNERS, at);
    return node;
  }

  /** The name of a member by its place. */
  nameOf(member: number): string {
    const length = this.memory.word(member + MEMBER_LENGTH);
    return Buffer.from(this.memory.bytes.subarray(member, member + length)).toString("latin1");
  }

  /** `isResolved`: the owners are what tests left; their own variants were looked at. */
  #node(place: Place, isResolved = false): number {
    const { owners, shape, isRoot } = place;
    const numbers = owners.map((node) => this.#numberOf(node));
    const key = `${numbers.join(",")} ${shape} ${isRoot} ${isResolved}`;
    const known = this.#nodeByKey.get(key);
    if (known !== undefined) return known;
    const node = this.memory.take(NODE_SIZE, 32);
    this.#nodeByKey.set(key, node);
    const branches =
      !isResolved && !isPrimitive(owners) && owners.some(({ variants }) => variants.length > 0);
    this.memory.setWord(node + NODE_RULE, this.#ruleOf({ owners, isRoot }));
    this.memory.setWord(node + NODE_ACCOUNT, this.#accountOf(owners));
    this.memory.setWord(node + NODE_FLAGS, flagsOf(owners) | (branches ? HAS_VARIANTS : 0));
    if (branches) this.memory.setWord(node + NODE_VARIANTS, this.#variants(place));
    else if (!isPrimitive(owners)) this.#unfinished.push({ node, place });
    return node;
  }

  #variants(place: Place): number {
    const tests = place.owners.flatMap(variantsOf);
    const at = this.memory.take(VARIANTS_SIZE, 32);
    const written = writeTests(this.memory, tests);
    this.memory.setWord(at + VARIANTS_TESTS, written === undefined ? ALWAYS_IN_DOUBT : tests.length);
    this.memory.setWord(at + VARIANTS_PLAIN, this.#node(place, true));
    this.memory.setWord(at + VARIANTS_PROBE, written?.probe ?? 0);
    this.memory.setWord(at + VARIANTS_CONDITIONS, written?.conditions ?? 0);
    this.#branchings.set(at, { ...place, tests });
    return at;
  }

  #finish(): void {
    for (let next = this.#unfinished.pop(); next !== undefined; next = this.#unfinished.pop()) {
      const { node, place } = next;
      const table = this.#memberTable(place);
      this.memory.setWord(node + NODE_MEMBERS, table.place);
      this.memory.setWord(node + NODE_MASK, table.mask);
    }
  }

  #memberTable({ owners, shape }: Place): MemberTable {
    const members: TableMember[] = [];
    const defined = jsonMembersOf(shape);
    for (const name of owners[0].children?.keys() ?? []) {
      const nodes = memberNodes(owners, name);
      if (nodes === undefined || nodes.some(({ array }) => array !== nodes[0].array)) continue;
      const isUrl = name === "url" && isExtension(owners);
      const inner = defined.get(name)?.type ?? nodes[0].datatype;
      const node = this.#node({ owners: nodes, shape: inner, isRoot: false });
      members.push({ name, node, flags: isUrl ? IS_URL : 0 });
    }
    const covered = new Set(members.map(({ name }) => name));
    for (const name of defined.keys())
      if (!covered.has(name)) members.push({ name, node: 0, flags: IS_UNCOVERED });
    return writeMemberTable(this.memory, members);
  }

  #ruleOf(rule: Rule): number {
    return numbered(this.#ruleByKey, keyOfRule(rule), this.rules, rule);
  }

  #accountOf(owners: Owners): number {
    const elements = accountOf(owners);
    return numbered(this.#accountByKey, elements.join(","), this.accounts, elements);
  }

  #numberOf(object: object): number {
    const known = this.#numbers.get(object) ?? this.#numbers.size;
    this.#numbers.set(object, known);
    return known;
  }
}

function flagsOf(owners: Owners): number {
  return (
    (owners[0].array ? IS_ARRAY : 0) |
    (isPrimitive(owners) ? IS_PRIMITIVE : 0) |
    (isExtension(owners) ? IS_EXTENSION : 0)
  );
}

/** All tests at a node, of whatever depth. */
function variantsOf(node: ElementNode): readonly DiscriminatedNode[] {
  return node.variants.flatMap((variant) => [variant, ...variantsOf(variant.node)]);
}

/** Rule T6 of the catalogue, with the tests evaluated already. */
function ownersAmong(node: ElementNode, holding: ReadonlySet<DiscriminatedNode>): readonly ElementNode[] {
  const matching = node.variants.filter((variant) => holding.has(variant));
  return matching.length === 0 ? [node] : matching.flatMap((variant) => ownersAmong(variant.node, holding));
}

function numbered<T>(numbers: Map<string, number>, key: string, list: T[], item: T): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, list.length);
  list.push(item);
  return list.length - 1;
}
