import { AppError } from "../../kernel/errors.ts";
import type { EntryQuery, RecordStore, StoredEntry } from "../ports.ts";

type Kept = StoredEntry & { readonly seq: bigint };

/** A record in memory, for tests of what stands on it. It forgets, so nothing but a test may use it. */
export function memoryRecordStore(): RecordStore & { readonly entries: readonly Kept[] } {
  const kept: Kept[] = [];
  return {
    entries: kept,
    async append(entries) {
      const ids = new Set(kept.map((entry) => entry.id));
      if (entries.some((entry) => ids.has(entry.id))) {
        throw new AppError("internal", "writing the record failed: `duplicate id`");
      }
      for (const { openJson: _, ...entry } of entries) kept.push({ ...entry, seq: BigInt(kept.length + 1) });
    },
    async search(query) {
      const inOrder = kept.filter((entry) => matches(entry, query));
      const found = query.oldestFirst === true ? inOrder : inOrder.toReversed();
      const entries = found.slice(0, query.limit);
      return { entries, next: found.length > query.limit ? (entries.at(-1)?.seq ?? null) : null };
    },
  };
}

function matchesOpen(
  open: StoredEntry["open"],
  { purpose, resourceType, rule, grant, element, system, act, reason, exceptions }: EntryQuery,
): boolean {
  const holds = (member: string, value: string): boolean => {
    const stored = open[member];
    return Array.isArray(stored) && stored.includes(value);
  };
  return (
    (purpose === undefined || open["purpose"] === purpose || holds("purposes", purpose)) &&
    (resourceType === undefined || open["resourceType"] === resourceType) &&
    (rule === undefined || holds("rules", rule)) &&
    (grant === undefined || holds("grantIds", grant)) &&
    (element === undefined || holds("released", element)) &&
    (system === undefined || open["system"] === system) &&
    (act === undefined || (open["act"] ?? "use") === act) &&
    (reason === undefined || open["reason"] === reason) &&
    (exceptions === undefined || open["exceptions"] !== undefined)
  );
}

function matches(entry: Kept, query: EntryQuery): boolean {
  const { patientIndexes, from = -Infinity, until = Infinity, after } = query;
  const equal = (["personId", "interaction", "outcome", "id"] as const).every(
    (field) => query[field] === undefined || query[field] === entry[field],
  );
  const isAbout = (sought: readonly Uint8Array[]): boolean =>
    entry.patientIndex.some((one) => sought.some((index) => Buffer.compare(one, index) === 0));
  return (
    equal &&
    matchesOpen(entry.open, query) &&
    entry.at >= from &&
    entry.at < until &&
    (after === undefined || (query.oldestFirst === true ? entry.seq > after : entry.seq < after)) &&
    (patientIndexes === undefined || isAbout(patientIndexes))
  );
}
