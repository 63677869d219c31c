/** Made-up resources over the whole tree of a catalogue: members that elements own, members that nothing owns, oddities. */
import type { Random } from "../../../../demo/random.ts";
import { isShape, jsonMembersOf, resourceTypes } from "../../../catalogue/fhir-r4/definitions.ts";
import type { JsonMember } from "../../../catalogue/fhir-r4/definitions.ts";
import type { Catalogue, DiscriminatedNode, ElementNode } from "../../../catalogue/types.ts";
import { isMadeObject, literal } from "./made.ts";
import type { Made, MadeObject, Member } from "./made.ts";
import { oddMember, oddPrimitive, oddShape } from "./oddities.ts";

const DEEPEST = 5;
const CONDITION = /\[([^=\]]+)=([^\]]*)\]/g;

/** Makes resources from a stream of chance alone. `oddness` from 0 (as FHIR has it) to 1. */
export class ResourceMaker {
  readonly #catalogue: Catalogue;
  readonly #random: Random;
  readonly #oddness: number;
  readonly #types: readonly string[];

  constructor(catalogue: Catalogue, random: Random, oddness: number) {
    this.#catalogue = catalogue;
    this.#random = random;
    this.#oddness = oddness;
    this.#types = [...resourceTypes()].filter((type) => catalogue.tree(type) !== undefined);
  }

  resource(): MadeObject {
    const type = this.#random.chance(0.97)
      ? this.#random.pick(this.#types)
      : this.#random.pick(["Basic", "Parameters", "Nonsense", "", "constructor"]);
    const { members } = this.#object(type, [this.#catalogue.tree(type)], 0);
    const rest = members.filter(([name]) => name !== "resourceType");
    const at = this.#random.chance(0.8) ? 0 : this.#random.int(0, rest.length);
    return { members: rest.toSpliced(at, 0, ["resourceType", type]) };
  }

  /** Members of a shape in any order, most of them few and some all. */
  #object(shape: string, nodes: readonly (ElementNode | undefined)[], depth: number): MadeObject {
    const variants = nodes.flatMap((node) => node?.variants ?? []);
    const chosen = variants.filter(() => this.#random.chance(Math.min(0.5, 1.2 / variants.length)));
    const owners = chosen.length === 0 ? nodes : [...nodes, ...chosen.map(({ node }) => node)];
    const known = [...jsonMembersOf(shape).values()];
    const wanted = this.#random.int(0, depth === 0 ? 9 : 4);
    const covered = known.filter(({ key }) => owners.some((node) => node?.children?.has(key) ?? false));
    const picked = [...this.#random.sample(covered, wanted), ...this.#random.sample(known, wanted >> 2)];
    const members = new Map(
      picked.map((member) => [member.key, this.#member(member, owners, depth)] as const),
    );
    const planted = chosen.reduce<MadeObject>((made, variant) => this.#planted(made, shape, variant), {
      members: [...members].flatMap(([name, made]) => this.#withSibling(name, made, owners, depth)),
    });
    return { members: [...planted.members, ...this.#strangers()] };
  }

  #strangers(): Member[] {
    return this.#random.chance(0.15 * this.#oddness) ? [oddMember(this.#random)] : [];
  }

  #member(
    { key, type, member }: JsonMember,
    owners: readonly (ElementNode | undefined)[],
    depth: number,
  ): Made {
    const below = owners.map((node) => node?.children?.get(key));
    const one = (): Made => this.#value(type, below, depth + 1);
    const length = this.#random.pick([1, 1, 1, 2, 2, 3, 0]);
    const made: Made = member.array ? Array.from({ length }, one) : one();
    return this.#random.chance(0.04 * this.#oddness) ? oddShape(made, this.#random) : made;
  }

  #value(type: string, nodes: readonly (ElementNode | undefined)[], depth: number): Made {
    if (isShape(type) && type !== "Resource")
      return depth > DEEPEST ? { members: [] } : this.#object(type, nodes, depth);
    return oddPrimitive(type, this.#random, this.#oddness);
  }

  /** `_x` beside a primitive: FHIR R4 JSON, 2.6.2.3. */
  #withSibling(
    name: string,
    value: Made,
    owners: readonly (ElementNode | undefined)[],
    depth: number,
  ): readonly Member[] {
    const nodes = owners.map((node) => node?.children?.get(`_${name}`));
    const isOwned = nodes.some((node) => node !== undefined);
    if (isMadeObject(value) || !this.#random.chance(isOwned ? 0.6 : 0.05 * this.#oddness))
      return [[name, value]];
    const element = this.#object("Element", nodes, depth + 1);
    const sibling: Made = Array.isArray(value)
      ? [this.#random.chance(0.5) ? literal("null") : element, element]
      : element;
    const pair: readonly Member[] = [
      [name, value],
      [`_${name}`, sibling],
    ];
    return this.#random.chance(0.5) ? pair : pair.toReversed();
  }

  /** The object with a value that the variant's tests look for, at each of their paths. */
  #planted(object: MadeObject, shape: string, { discriminator }: DiscriminatedNode): MadeObject {
    return [...discriminator.matchAll(CONDITION)].reduce((made, [, path = "", values = ""]) => {
      const value = this.#random.pick(values.split(","));
      return this.#plant(made, shape, path.split("."), value);
    }, object);
  }

  #plant(object: MadeObject, shape: string, path: readonly string[], value: string): MadeObject {
    const [name = "", ...rest] = path;
    const defined = jsonMembersOf(shape).get(name);
    const present = object.members.find(([other]) => other === name)?.[1];
    const inner = Array.isArray(present) ? (present as readonly Made[])[0] : present;
    const base = isMadeObject(inner) ? inner : { members: [] };
    const planted: Made = rest.length === 0 ? value : this.#plant(base, defined?.type ?? "", rest, value);
    const others = Array.isArray(present) ? (present as readonly Made[]).slice(1) : [];
    const whole: Made = defined?.member.array === true ? this.#inAnyOrder([planted, ...others]) : planted;
    const members = object.members.filter(([other]) => other !== name);
    return { members: members.toSpliced(this.#random.int(0, members.length), 0, [name, whole]) };
  }

  #inAnyOrder(items: readonly Made[]): readonly Made[] {
    return this.#random.chance(0.5) ? items : items.toReversed();
  }
}
