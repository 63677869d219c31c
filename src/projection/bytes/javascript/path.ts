/** Paths that no element covers, told apart without making their text anew for each record. */

import type { CatalogueTables } from "../catalogue-tables.ts";

/** Paths remembered at most, below one type: nesting has no end. */
const MOST_PATHS = 4096;

/** A place in resources of one type, without list positions. */
export class Path {
  readonly text: string;
  /** Paths below by the place of their MEMBER in the tables. */
  readonly #below = new Map<number, Path>();
  /** The one asked for last. */
  #lastMember = 0;
  #last: Path = this;
  /** The record that was last noted to have it. */
  notedIn = 0;

  constructor(text: string) {
    this.text = text;
  }

  below(member: number, tables: CatalogueTables, all: Paths): Path {
    if (this.#lastMember === member) return this.#last;
    const known = this.#below.get(member);
    const path = known ?? new Path(`${this.text}.${tables.nameOf(member)}`);
    if (known === undefined && all.mayRemember()) this.#below.set(member, path);
    this.#lastMember = member;
    this.#last = path;
    return path;
  }
}

/** Paths by the place of the type's MEMBER. */
export class Paths {
  #types = new Map<number, Path>();
  #count = 0;

  ofType(type: number, tables: CatalogueTables): Path {
    if (this.#count >= MOST_PATHS) this.#forget();
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const added = new Path(tables.nameOf(type));
    this.#types.set(type, added);
    return added;
  }

  mayRemember(): boolean {
    return this.#count++ < MOST_PATHS;
  }

  #forget(): void {
    this.#types = new Map();
    this.#count = 0;
  }
}
