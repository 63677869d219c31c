/** Views made ready for scanners: what is done under each rule of a catalogue's tables. */
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { CatalogueTables } from "./catalogue-tables.ts";
import { actionOf, refinedActionOf, withoutTransforms } from "./rules.ts";
import type { Action, Rule } from "./rules.ts";
import type { ByteView, ByteViews } from "./types.ts";

/** Views of more different vectors than this are made anew. */
const MOST_VIEWS = 1024;

/** The tables of a catalogue and a vector over them. */
export class CompiledView implements ByteView {
  readonly vector: TransformVector;
  readonly tables: CatalogueTables;
  readonly #actions = new Growing((rule) => actionOf(rule, this.vector));
  readonly #refined = new Growing((rule) => refinedActionOf(rule, this.vector));
  readonly #without: Growing;

  constructor(tables: CatalogueTables, vector: TransformVector) {
    this.tables = tables;
    this.vector = vector.slice();
    const without = withoutTransforms(this.vector);
    this.#without = new Growing((rule) => actionOf(rule, without));
  }

  /** By rule, up to the last rule that the tables have by now. Ask again when they have grown. */
  get actions(): Uint8Array {
    return this.#actions.upTo(this.tables.rules);
  }

  /** The same for scanners that know the refinements of TRANSFORM. */
  get refinedActions(): Uint8Array {
    return this.#refined.upTo(this.tables.rules);
  }

  /** The actions of the view that drops what this one transforms. */
  get actionsWithoutTransforms(): Uint8Array {
    return this.#without.upTo(this.tables.rules);
  }
}

/** Actions by rule, worked out as the rules come. */
class Growing {
  readonly #actionOf: (rule: Rule) => Action;
  #actions = new Uint8Array(0);

  constructor(action: (rule: Rule) => Action) {
    this.#actionOf = action;
  }

  upTo(rules: readonly Rule[]): Uint8Array {
    const known = this.#actions.length;
    if (known === rules.length) return this.#actions;
    const actions = new Uint8Array(rules.length);
    actions.set(this.#actions);
    for (let at = known; at < rules.length; at++) actions[at] = this.#actionOf(rules[at] as Rule);
    this.#actions = actions;
    return actions;
  }
}

/** The views of a catalogue, over tables that all of them share. */
export interface CompiledViews extends ByteViews {
  readonly tables: CatalogueTables;
  of(vector: TransformVector): CompiledView;
}

/** Makes each vector ready once: found again by identity, and by what it says. */
export function byteViews(catalogue: Catalogue): CompiledViews {
  const tables = new CatalogueTables(catalogue);
  const byIdentity = new WeakMap<TransformVector, CompiledView>();
  const byContent = new Map<string, CompiledView>();
  const of = (vector: TransformVector): CompiledView => {
    const known = byIdentity.get(vector);
    if (known !== undefined) return known;
    const key = Buffer.from(vector.buffer, vector.byteOffset, vector.length).toString("latin1");
    const equal = byContent.get(key) ?? new CompiledView(tables, vector);
    if (byContent.size >= MOST_VIEWS) byContent.clear();
    byContent.set(key, equal);
    byIdentity.set(vector, equal);
    return equal;
  };
  return { catalogue, tables, of };
}
