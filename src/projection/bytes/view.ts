/** Views made ready for scanners: what is done under each rule of a catalogue's tables. */
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { CatalogueTables } from "./catalogue-tables.ts";
import { actionOf } from "./rules.ts";
import type { ByteView, ByteViews } from "./types.ts";

/** Views of more different vectors than this are made anew. */
const MOST_VIEWS = 1024;

/** The tables of a catalogue and a vector over them. */
export class CompiledView implements ByteView {
  readonly vector: TransformVector;
  readonly tables: CatalogueTables;
  #actions = new Uint8Array(0);
  #known = 0;

  constructor(tables: CatalogueTables, vector: TransformVector) {
    this.tables = tables;
    this.vector = vector.slice();
  }

  /** By rule, up to the last rule that the tables have by now. Ask again when they have grown. */
  get actions(): Uint8Array {
    const { rules } = this.tables;
    if (this.#known < rules.length) {
      const actions = new Uint8Array(rules.length);
      actions.set(this.#actions.subarray(0, this.#known));
      for (const [at, rule] of rules.entries())
        if (at >= this.#known) actions[at] = actionOf(rule, this.vector);
      this.#actions = actions;
      this.#known = rules.length;
    }
    return this.#actions;
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
