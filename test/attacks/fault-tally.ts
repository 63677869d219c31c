import type { Received } from "./fault-clients.ts";

/** What the record holds of an entry, as far as a tally looks. */
export interface StoredLine {
  readonly id: string;
  readonly partOf?: string;
  readonly records?: readonly string[];
}

/** How what clients received compares with what was recorded. */
export interface Tally {
  /** Answers that name an entry. */
  readonly acknowledged: number;
  /** Entries in the record. */
  readonly stored: number;
  /** Acknowledged, and not in the record; or released without naming an entry. */
  readonly missing: readonly string[];
  /** In the record more than once. */
  readonly doubled: readonly string[];
  /** Records that a client received, and that no entry of that release names. */
  readonly unnamed: readonly string[];
}

/** Compares; an answer stands for its entry and for the parts of the stream whose intent that is. */
export function tallyOf(received: readonly Received[], stored: readonly StoredLine[]): Tally {
  const named = new Map<string, Set<string>>();
  const doubled: string[] = [];
  const ids = new Set<string>();
  for (const { id, partOf, records = [] } of stored) {
    if (ids.has(id)) doubled.push(id);
    ids.add(id);
    for (const release of [id, ...(partOf === undefined ? [] : [partOf])]) {
      const all = named.get(release) ?? new Set();
      for (const record of records) all.add(record);
      named.set(release, all);
    }
  }
  const acknowledged = received.flatMap(({ entry }) => entry ?? []);
  const anonymous = received.filter(({ entry, status }) => entry === null && status < 400);
  return {
    acknowledged: acknowledged.length,
    stored: stored.length,
    missing: [...acknowledged.filter((id) => !ids.has(id)), ...anonymous.map(({ status }) => `${status}`)],
    doubled,
    unnamed: received.flatMap(({ entry, records }) =>
      records.filter((record) => !named.get(entry ?? "")?.has(record)),
    ),
  };
}

/** One line for people: `acknowledged 4102, stored 4313, missing 0, doubled 0, unnamed 0`. */
export function tallyLine({ acknowledged, stored, missing, doubled, unnamed }: Tally): string {
  return `acknowledged ${acknowledged}, stored ${stored}, missing ${missing.length}, doubled ${doubled.length}, unnamed ${unnamed.length}`;
}
