import { ServerFault } from "./faults.ts";
import type { Query } from "./query.ts";
import type { Stored } from "./resource-store.ts";

/** A search whose further pages can still be asked for. */
export interface SavedSearch {
  readonly query: Query;
  readonly matches: readonly Stored[];
}

const MOST_SAVED = 1_000;

/** Searches with a next page, the oldest forgotten first; page links name them by number, not by their parameters. */
export class SavedSearches {
  readonly #saved = new Map<string, SavedSearch>();
  #count = 0;

  save(search: SavedSearch): string {
    const key = String(++this.#count);
    this.#saved.set(key, search);
    const oldest = this.#saved.keys().next();
    if (this.#saved.size > MOST_SAVED && oldest.done !== true) this.#saved.delete(oldest.value);
    return key;
  }

  find(key: string): SavedSearch {
    const found = this.#saved.get(key);
    if (found === undefined) throw new ServerFault(410, "expired", "this page link has expired");
    return found;
  }
}
