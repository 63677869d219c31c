/** What came out of one record and what was held back, turned into sets when somebody asks. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import type { ByteProjected } from "../types.ts";
import { RELEASED, WITHHELD } from "./record-account.ts";

/** INVARIANT: holds nothing of memory that a later record is written to. */
export class Projected implements ByteProjected {
  readonly json: Uint8Array | null;
  readonly #marks: Uint8Array;
  readonly #tables: CatalogueTables;
  readonly #paths: readonly string[];

  /** `marks`: RELEASED and WITHHELD by the accounts of the tables. */
  constructor(json: Uint8Array | null, marks: Uint8Array, tables: CatalogueTables, paths: readonly string[]) {
    this.json = json;
    this.#marks = marks;
    this.#tables = tables;
    this.#paths = paths;
  }

  get released(): ReadonlySet<number> {
    return this.#marked(RELEASED);
  }

  get withheld(): ReadonlySet<number> {
    return this.#marked(WITHHELD);
  }

  get unmapped(): ReadonlySet<string> {
    return new Set(this.#paths);
  }

  #marked(mark: number): ReadonlySet<number> {
    const elements = new Set<number>();
    for (const [account, marks] of this.#marks.entries()) {
      if ((marks & mark) === 0) continue;
      for (const element of this.#tables.accounts[account] ?? []) elements.add(element);
    }
    return elements;
  }
}
