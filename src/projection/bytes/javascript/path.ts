/** Paths that no element covers, told apart without making their text anew for each record. */

import type { CatalogueTables } from "../catalogue-tables.ts";

/** Paths remembered at most, below one type: nesting has no end. */
const MOST_PATHS = 4096;

/** A place in resources of one type, without list positions. */
export class Path {
  readonly text: string;
  /** Paths below by the place of their MEMBER in the tables. */
  readonly #below = new Map<number, Path>();
  /** The record that was last noted to have it. */
  notedIn = 0;

  constructor(text: string) {
    this.text = text;
  }

  below(member: number, tables: CatalogueTables, all: Paths): Path {
    const known = this.#below.get(member);
    if (known !== undefined) return known;
    const added = new Path(`${this.text}.${tables.nameOf(member)}`);
    if (all.mayRemember()) this.#below.set(member, added);
    return added;
  }
}

/** Paths by type. */
export class Paths {
  #types = new Map<string, Path>();
  #count = 0;

  ofType(type: string): Path {
    if (this.#count >= MOST_PATHS) this.#forget();
    const known = this.#types.get(type) ?? new Path(type);
    this.#types.set(type, known);
    return known;
  }

  mayRemember(): boolean {
    return this.#count++ < MOST_PATHS;
  }

  #forget(): void {
    this.#types = new Map();
    this.#count = 0;
  }
}
