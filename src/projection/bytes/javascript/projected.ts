/** What came out of one record and what was held back, turned into sets when somebody asks. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import type { ByteProjected } from "../types.ts";

/** What a walk leaves: accounts of the tables, and paths. */
export interface Notes {
  readonly released: readonly number[];
  readonly withheld: readonly number[];
  readonly unmapped: readonly string[];
}

/** INVARIANT: holds nothing of memory that a later record is written to. */
export class Projected implements ByteProjected {
  readonly json: Uint8Array | null;
  readonly #notes: Notes;
  readonly #tables: CatalogueTables;

  constructor(json: Uint8Array | null, { released, withheld, unmapped }: Notes, tables: CatalogueTables) {
    this.json = json;
    this.#notes = { released, withheld, unmapped };
    this.#tables = tables;
  }

  get released(): ReadonlySet<number> {
    return this.#elementsOf(this.#notes.released);
  }

  get withheld(): ReadonlySet<number> {
    return this.#elementsOf(this.#notes.withheld);
  }

  get unmapped(): ReadonlySet<string> {
    return new Set(this.#notes.unmapped);
  }

  #elementsOf(accounts: readonly number[]): ReadonlySet<number> {
    return new Set(accounts.flatMap((account) => this.#tables.accounts[account] ?? []));
  }
}
