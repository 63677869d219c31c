/** What a person saw: days, patients, purposes, outcomes, exceptions, and the hours of their week. */
import type { AuditEntry } from "../types.ts";
import { type Counted, seeEntries, type SummaryParts } from "./counted-entries.ts";
import { type LocalTime, localClock } from "./local-time.ts";
import type { SummaryNeed } from "./viewers.ts";
import { type AccessWay, addTo, rowsOf, type TallyRow, wayOf } from "./ways.ts";

export interface ActivityDay {
  /** `2026-05-04` */
  readonly day: string;
  readonly entries: number;
  /** Different ones. */
  readonly patients: number;
  readonly denied: number;
  /** By break-glass and just-in-time grants. */
  readonly exceptions: number;
}

export interface ActivityHour extends Pick<LocalTime, "weekday" | "hour"> {
  readonly entries: number;
}

export interface Activity extends Counted {
  /** Entries that are in the sums: all that were counted, or those of one way. */
  readonly entries: number;
  /** Different ones, over all days. */
  readonly patients: number;
  readonly outcomes: readonly TallyRow<AuditEntry["outcome"]>[];
  /** As declared; `none` where none was. */
  readonly purposes: readonly TallyRow[];
  readonly ways: readonly TallyRow<AccessWay>[];
  /** Days with entries, the newest first. */
  readonly days: readonly ActivityDay[];
  /** Hours of the week with entries. */
  readonly hours: readonly ActivityHour[];
}

interface Day {
  entries: number;
  denied: number;
  exceptions: number;
  readonly patients: Set<string>;
}

/**
 * The activity of the person whom the question names. Days, hours, outcomes, purposes and ways each sum to `entries`.
 * @throws as `viewersOf` does
 */
export async function activityOf(parts: SummaryParts, { query, way, zone }: SummaryNeed): Promise<Activity> {
  const local = localClock(zone);
  const patients = new Set<string>();
  const days = new Map<string, Day>();
  const [outcomes, purposes, hours] = [new Map(), new Map(), new Map<string, number>()];
  const ways = new Map<AccessWay, number>();
  let entries = 0;
  const counted = await seeEntries(parts, query, (entry, about) => {
    const by = wayOf(entry);
    if (way !== undefined && by !== way) return;
    const { day, weekday, hour } = local(entry.at);
    const on = days.get(day) ?? { entries: 0, denied: 0, exceptions: 0, patients: new Set() };
    days.set(day, on);
    addToDay(on, entry, about);
    for (const patient of about) patients.add(patient);
    addTo(outcomes, entry.outcome);
    addTo(purposes, entry.purpose ?? "none");
    addTo(ways, by);
    addTo(hours, `${weekday} ${hour}`);
    entries += 1;
  });
  const sums = { outcomes: rowsOf(outcomes), purposes: rowsOf(purposes), ways: rowsOf(ways) };
  return { ...counted, entries, patients: patients.size, ...sums, days: daysOf(days), hours: hoursOf(hours) };
}

function addToDay(on: Day, entry: AuditEntry, about: readonly string[]): void {
  on.entries += 1;
  if (entry.outcome === "deny") on.denied += 1;
  if (entry.exceptions !== undefined) on.exceptions += 1;
  for (const patient of about) on.patients.add(patient);
}

function daysOf(days: ReadonlyMap<string, Day>): readonly ActivityDay[] {
  return [...days]
    .map(([day, on]) => ({ day, ...on, patients: on.patients.size }))
    .toSorted((a, b) => (a.day < b.day ? 1 : -1));
}

function hoursOf(hours: ReadonlyMap<string, number>): readonly ActivityHour[] {
  return [...hours].map(([name, entries]) => {
    const [weekday = 1, hour = 0] = name.split(" ").map(Number);
    return { weekday, hour, entries };
  });
}
