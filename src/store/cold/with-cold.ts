import type { Kysely } from "kysely";
import type { EntryQuery, RecordTreeStore, StoredPage } from "../../audit/ports.ts";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";
import type { ColdEntry } from "./columns.ts";
import { type ColdMonth, coldMonths } from "./manifest.ts";
import { type ColdFiles, coldLeaves, searchCold } from "./search.ts";

/**
 * The record with what has left its table, as if it never had: each entry once, in the order of `seq`.
 * INVARIANT: the table is read before the manifest. A month that leaves in between is read from both, and counts once.
 */
export function withCold(
  db: Kysely<Schema>,
  files: ColdFiles | undefined,
  table: RecordTreeStore,
): RecordTreeStore {
  if (files === undefined) return table;
  return {
    ...table,
    search: async (query) => {
      const hot = await table.search(query);
      return faultsNamed("reading cold history", async () => {
        const months = monthsBefore(hot, await coldMonths(db), query);
        if (months.length === 0) return hot;
        const cold = await searchCold(files, months, query, query.limit + 1);
        return merged(hot, cold, query);
      });
    },
    leaves: async (fromSeq, limit) => {
      const hot = await table.leaves(fromSeq, limit);
      return faultsNamed("reading cold history", async () => {
        const last = hot.length < limit ? Infinity : (hot.at(-1)?.seq ?? Infinity);
        const months = (await coldMonths(db)).filter(({ firstSeq }) => firstSeq < last);
        if (months.length === 0) return hot;
        const cold = await coldLeaves(files, months, fromSeq, limit);
        const seen = new Set(hot.map(({ seq }) => seq));
        return [...hot, ...cold.filter(({ seq }) => !seen.has(seq)).map(leafOf)]
          .toSorted((a, b) => a.seq - b.seq)
          .slice(0, limit);
      });
    },
  };
}

/** Months that may have entries of this page: before its last one in the order of the query. */
function monthsBefore(
  hot: StoredPage,
  months: readonly ColdMonth[],
  { oldestFirst }: EntryQuery,
): readonly ColdMonth[] {
  const last = hot.next === null ? undefined : hot.entries.at(-1);
  if (last === undefined) return months;
  const end = Number(last.seq);
  return months.filter(({ firstSeq, lastSeq }) => (oldestFirst === true ? firstSeq < end : lastSeq > end));
}

function merged(hot: StoredPage, cold: readonly ColdEntry[], query: EntryQuery): StoredPage {
  const { limit, oldestFirst } = query;
  const seen = new Set(hot.entries.map(({ seq }) => seq));
  const left = cold.map(storedOf).filter(({ seq }) => !seen.has(seq));
  const all = [...hot.entries, ...left].toSorted((a, b) =>
    Number(oldestFirst === true ? a.seq - b.seq : b.seq - a.seq),
  );
  const entries = all.slice(0, limit);
  const isMore = all.length > limit || hot.next !== null;
  return { entries, next: isMore ? (entries.at(-1)?.seq ?? null) : null };
}

function storedOf({ terms: _terms, leaf: _leaf, seq, ...entry }: ColdEntry): StoredPage["entries"][number] {
  return { ...entry, seq: BigInt(seq) };
}

function leafOf({ terms: _terms, ...entry }: ColdEntry) {
  return entry;
}
