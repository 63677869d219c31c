/** The node that owns an item, by the tests of its variants. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import {
  ALWAYS_IN_DOUBT,
  NODE_VARIANTS,
  OWNER_NEXT,
  OWNER_NODE,
  OWNER_TESTS,
  VARIANTS_CONDITIONS,
  VARIANTS_OWNERS,
  VARIANTS_PLAIN,
  VARIANTS_PROBE,
  VARIANTS_TESTS,
} from "../table-format.ts";
import { doubt } from "./in-doubt.ts";
import { ItemTests } from "./item-tests.ts";
import type { JsonBytes } from "./json-bytes.ts";

/** Finds owners in the tables, and has those written that no item had before. */
export class ItemOwners {
  readonly #tables: CatalogueTables;
  readonly #tests: ItemTests;
  readonly #namesRead = new Map<number, readonly Uint8Array[]>();

  constructor(json: JsonBytes, tables: CatalogueTables) {
    this.#tables = tables;
    this.#tests = new ItemTests(json, tables.memory);
  }

  /** The NODE that owns the object at `open`; `node` has variants. `depth` is of the object itself. */
  nodeOf(node: number, open: number, depth: number): number {
    const { memory } = this.#tables;
    const variants = memory.word(node + NODE_VARIANTS);
    const count = memory.word(variants + VARIANTS_TESTS);
    if (count === ALWAYS_IN_DOUBT) doubt();
    this.#tests.met = 0;
    this.#tests.read(memory.word(variants + VARIANTS_PROBE), open, depth, false);
    const held = this.#testsHeld(memory.word(variants + VARIANTS_CONDITIONS), count);
    return held === 0 ? memory.word(variants + VARIANTS_PLAIN) : this.#owner(variants, held);
  }

  /** Names that the tests read in the item itself. What they read deeper was read to its end. */
  namesRead(node: number): readonly Uint8Array[] {
    const { memory } = this.#tables;
    const probe = memory.word(memory.word(node + NODE_VARIANTS) + VARIANTS_PROBE);
    const known = this.#namesRead.get(probe) ?? this.#tests.namesRead(probe);
    this.#namesRead.set(probe, known);
    return known;
  }

  #testsHeld(conditions: number, count: number): number {
    let held = 0;
    for (let test = 0; test < count; test++) {
      const needed = this.#tables.memory.word(conditions + test * 4);
      if ((this.#tests.met & needed) === needed) held |= 1 << test;
    }
    return held;
  }

  #owner(variants: number, held: number): number {
    const { memory } = this.#tables;
    for (let at = memory.word(variants + VARIANTS_OWNERS); at !== 0; at = memory.word(at + OWNER_NEXT))
      if (memory.word(at + OWNER_TESTS) === held) return memory.word(at + OWNER_NODE);
    return this.#tables.owner(variants, held);
  }
}
