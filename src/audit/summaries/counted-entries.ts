/** Goes through the entries of a question, newest first, as far as one answer may take. */
import type { RecordSealer } from "../../keys/ports.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { RecordStore } from "../ports.ts";
import { cursorAfter, entryQueryOf, type RecordQuery } from "../search.ts";
import { entryOf } from "../stored-entry.ts";
import type { AuditEntry } from "../types.ts";

export interface SummaryParts {
  readonly store: Pick<RecordStore, "search">;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
}

/** How much of the record one answer may go through. */
export interface SummaryBounds {
  /** Entries, at most. */
  readonly entries: number;
  /** After so many milliseconds no further page is read. */
  readonly ms: number;
  /** Entries that are read at once: few pages, since each looks all of a patient up again. */
  readonly page: number;
}

export const SUMMARY_BOUNDS: SummaryBounds = { entries: 20_000, ms: 1_200, page: 5_000 };

/** Which entries are summed up; `after` goes on where a summary of the same question stopped. */
export type SummaryQuery = Omit<RecordQuery, "limit">;

/** How far a summary went. */
export interface Counted {
  /** Entries that it went through. */
  readonly counted: number;
  /** Of the oldest and the newest of them, milliseconds since 1970; null: there were none. */
  readonly oldest: number | null;
  readonly newest: number | null;
  /** Goes on with older entries; null: there are no more. */
  readonly next: string | null;
}

/** An entry without what is sealed, and the handles of its patients in hex. */
export type SeenEntry = readonly [entry: AuditEntry, patients: readonly string[]];

/**
 * Shows every entry of the question to `see`, newest first, until there are no more or the bounds are met; at least one
 * page is read. Nothing is unsealed: a patient is told from another by the handle of their key alone, and one of entries
 * older than such keys (AUD-18) by their blind index, so that such a patient may count once more.
 * @throws AppError `input_invalid` for a cursor of another question; as the store does
 */
export async function seeEntries(
  { store, sealer, clock }: SummaryParts,
  query: SummaryQuery,
  see: (...seen: SeenEntry) => void,
  bounds: SummaryBounds = SUMMARY_BOUNDS,
): Promise<Counted> {
  const end = clock.now() + bounds.ms;
  const asked = { ...query, limit: bounds.page };
  const { after, ...filter } = await entryQueryOf(asked, sealer);
  const count = { entries: 0, oldest: Infinity, newest: -Infinity };
  let from = after ?? null;
  do {
    const limit = Math.min(bounds.page, bounds.entries - count.entries);
    const page = await store.search({ ...filter, ...(from === null ? {} : { after: from }), limit });
    for (const stored of page.entries) {
      see(await entryOf(stored, sealer, false), stored.patientIndex.map(hexOf));
      count.oldest = Math.min(count.oldest, stored.at);
      count.newest = Math.max(count.newest, stored.at);
    }
    count.entries += page.entries.length;
    from = page.next;
  } while (from !== null && count.entries < bounds.entries && clock.now() < end);
  const none = count.entries === 0;
  return {
    counted: count.entries,
    oldest: none ? null : count.oldest,
    newest: none ? null : count.newest,
    next: await cursorAfter(from, asked, sealer),
  };
}

function hexOf(index: Uint8Array): string {
  return Buffer.from(index).toString("hex");
}
