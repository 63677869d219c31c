/** Who saw a patient (45 CFR 164.312(b), 164.308(a)(1)(ii)(D)): one row a person, with when, how and for what. */
import type { AuditEntry } from "../types.ts";
import { type Counted, seeEntries, type SummaryParts, type SummaryQuery } from "./counted-entries.ts";
import { localClock } from "./local-time.ts";
import { type AccessWay, addTo, rowsOf, type TallyRow, wayOf } from "./ways.ts";

export interface Viewer {
  /** Null: nobody known, or the system by itself. */
  readonly person: string | null;
  /** The other system that tells of it, by its name; null: it went through here. */
  readonly source: string | null;
  /** As they were then, each once, in the order of the alphabet. */
  readonly roles: readonly string[];
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  readonly entries: number;
  /** Of these, refused. */
  readonly denied: number;
  /** As declared; `none` where none was. */
  readonly purposes: readonly TallyRow[];
  readonly ways: readonly TallyRow<AccessWay>[];
}

export interface ViewerDay {
  /** `2026-05-04` */
  readonly day: string;
  readonly entries: number;
  readonly people: number;
}

export interface Viewers extends Counted {
  /** Whose entry is the newest, first. */
  readonly viewers: readonly Viewer[];
  /** Days with entries, the oldest first. */
  readonly days: readonly ViewerDay[];
}

/** Narrows a summary; `zone` is that of the days, an IANA name. */
export interface SummaryNeed {
  readonly query: SummaryQuery;
  readonly way?: AccessWay;
  readonly zone: string;
}

/**
 * The viewers of the patient whom the question names. Each counted entry is in one row, and on one day.
 * @throws as `seeEntries` does; AppError `input_invalid` for a zone that there is not
 */
export async function viewersOf(parts: SummaryParts, { query, way, zone }: SummaryNeed): Promise<Viewers> {
  const local = localClock(zone);
  const rows = new Map<string, Row>();
  const days = new Map<string, { entries: number; readonly people: Set<string> }>();
  const counted = await seeEntries(parts, query, (entry) => {
    if (way !== undefined && wayOf(entry) !== way) return;
    const key = JSON.stringify([entry.personId, sourceOf(entry)]);
    const row = rows.get(key) ?? newRow(entry);
    rows.set(key, row);
    addEntry(row, entry);
    const { day } = local(entry.at);
    const on = days.get(day) ?? { entries: 0, people: new Set() };
    days.set(day, on);
    on.entries += 1;
    on.people.add(key);
  });
  return {
    ...counted,
    viewers: [...rows.values()].map(viewerOf).toSorted((a, b) => b.last - a.last),
    days: [...days]
      .map(([day, { entries, people }]) => ({ day, entries, people: people.size }))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

interface Row {
  readonly person: string | null;
  readonly source: string | null;
  readonly roles: Set<string>;
  first: number;
  last: number;
  entries: number;
  denied: number;
  readonly purposes: Map<string, number>;
  readonly ways: Map<AccessWay, number>;
}

/** Entries that were taken in bear the name of their source as the system. */
function sourceOf({ source, system }: AuditEntry): string | null {
  return source === undefined ? null : system;
}

function newRow(entry: AuditEntry): Row {
  const { personId, at } = entry;
  const tallies = { roles: new Set<string>(), purposes: new Map(), ways: new Map() };
  const own = { person: personId, source: sourceOf(entry) };
  return { ...own, ...tallies, first: at, last: at, entries: 0, denied: 0 };
}

function addEntry(row: Row, entry: AuditEntry): void {
  for (const role of entry.roles) row.roles.add(role);
  row.first = Math.min(row.first, entry.at);
  row.last = Math.max(row.last, entry.at);
  row.entries += 1;
  if (entry.outcome === "deny") row.denied += 1;
  addTo(row.purposes, entry.purpose ?? "none");
  addTo(row.ways, wayOf(entry));
}

function viewerOf({ roles, purposes, ways, ...row }: Row): Viewer {
  return { ...row, roles: [...roles].toSorted(), purposes: rowsOf(purposes), ways: rowsOf(ways) };
}
