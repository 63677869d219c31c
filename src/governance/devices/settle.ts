import type { DeviceChanges, KnownDevices } from "./ports.ts";
import type { Device, DeviceReport, DeviceState, RefusedReport } from "./types.ts";

/** A clock that is this much ahead of ours is believed; a time beyond it would outlast every later word. */
export const AHEAD_MS = 5 * 60_000;

/**
 * What came of a batch of reports. Each report is in one of them: `older` is known to be overtaken by a newer word, `duplicate`
 * an event that came before.
 */
export interface TakenReports {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly older: number;
  readonly duplicate: number;
  readonly refused: readonly RefusedReport[];
  /** Devices whose wipe is confirmed by it. */
  readonly wiped: readonly string[];
}

type Outcome = "added" | "changed" | "unchanged" | "older" | "duplicate";

export interface Settled {
  readonly taken: TakenReports;
  readonly changes: DeviceChanges;
}

/**
 * Settles reports with what is known: of each device the newest word counts by the time it was said for, whatever order words
 * come in, and a wipe stays one. A time that lies ahead is refused.
 */
export function settleReports(
  reports: readonly DeviceReport[],
  known: KnownDevices,
  { source, now }: { readonly source: string; readonly now: number },
): Settled {
  const counts: Record<Outcome, number> = { added: 0, changed: 0, unchanged: 0, older: 0, duplicate: 0 };
  const refused: RefusedReport[] = [];
  const devices = new Map<string, Device>();
  const wiped = new Map<string, number>();
  const events: string[] = [];
  for (const report of reports) {
    const ahead = fieldAhead(report, now);
    if (report.event !== null && (known.events.has(report.event) || events.includes(report.event))) {
      counts.duplicate += 1;
      continue;
    }
    if (ahead !== null) {
      refused.push({ place: report.place, field: ahead });
      continue;
    }
    if (report.event !== null) events.push(report.event);
    const { id } = report.state;
    const before = devices.get(id) ?? known.devices.get(id);
    const { device, outcome } = settleOne(before, report, { source, now });
    counts[outcome] += 1;
    devices.set(id, device);
    if (report.wiped && report.statedAt !== null)
      wiped.set(id, Math.max(report.statedAt, wiped.get(id) ?? 0));
  }
  const confirmed = [...wiped].map(([deviceId, at]) => ({ deviceId, at }));
  return {
    taken: { ...counts, refused, wiped: confirmedOf(confirmed, known) },
    changes: { devices: [...devices.values()], events, wiped: confirmed },
  };
}

function confirmedOf(wiped: DeviceChanges["wiped"], { devices }: KnownDevices): readonly string[] {
  return wiped
    .filter(({ deviceId, at }) => (devices.get(deviceId)?.lostAt ?? Infinity) <= at)
    .map(({ deviceId }) => deviceId);
}

function fieldAhead({ statedAt, state: { seenAt } }: DeviceReport, now: number): string | null {
  if (seenAt !== null && seenAt > now + AHEAD_MS) return "lastSeen";
  return statedAt !== null && statedAt > now + AHEAD_MS ? "at" : null;
}

function settleOne(
  before: Device | undefined,
  { state, statedAt, wiped }: DeviceReport,
  { source, now }: { readonly source: string; readonly now: number },
): { readonly device: Device; readonly outcome: Outcome } {
  const wipedAt = latest(before?.wipedAt ?? null, wiped ? statedAt : null);
  const came = { statedAt, source, reportedAt: now, wipedAt, lostAt: before?.lostAt ?? null };
  if (before === undefined) return { device: { ...state, ...came }, outcome: "added" };
  const isSame = FACTS.every((fact) => before[fact] === state[fact]) && before.wipedAt === wipedAt;
  const isOlder = before.statedAt !== null && (statedAt === null || statedAt < before.statedAt);
  if (isOlder) {
    const outcome = isSame ? "unchanged" : wipedAt === before.wipedAt ? "older" : "changed";
    return { device: { ...before, wipedAt }, outcome };
  }
  // A manager that leaves out when it saw the device takes nothing back of when it did.
  const seenAt = latest(before.seenAt, state.seenAt);
  return { device: { ...state, ...came, seenAt }, outcome: isSame ? "unchanged" : "changed" };
}

/** What a change is told by; when it was seen moves on with every report. */
const FACTS = [
  "owner",
  "kind",
  "platform",
  "serial",
  "encrypted",
  "compliant",
] as const satisfies readonly (keyof DeviceState)[];

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
