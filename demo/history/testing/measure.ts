import { isWorkday, MINUTES_PER_DAY } from "../../calendar.ts";
import { careManagerOf, isManaged } from "../../charts/care-team.ts";
import type { Scene } from "../../scene.ts";
import type { History } from "../history.ts";
import { townOf } from "../town.ts";
import type { EvidenceTable, LoggedAccess, RecordedRow } from "../types.ts";

/** How long before its beginning and after its end a row explains an access, in days. */
const WINDOWS: Readonly<Record<EvidenceTable, readonly [before: number, after: number]>> = {
  appointments: [14, 2],
  encounters: [1, 7],
  assignments: [0.2, 1],
  orders: [0.5, 3],
  claims: [1, 2],
  messages: [0.5, 2],
  releases: [0, 2],
  shifts: [0, 0],
};

/** What of a history the calibration is about; simple explanations read exported rows only, never the truth. */
export interface Figures {
  readonly accesses: number;
  readonly users: number;
  readonly patients: number;
  readonly pairs: number;
  readonly userPatientDays: number;
  readonly misuseUserPatientDays: number;
  /** Share of accesses that some row explains, by user or by department. */
  readonly explained: number;
  /** Share of flagged accesses (family, co-worker, neighbor, celebrity, own chart) that a row naming the user explains. */
  readonly flaggedExplained: number;
  readonly flagged: number;
  /** Accesses of a weekday to those of a weekend day, by shift: 7-15, 15-23, 23-7. */
  readonly weekdayToWeekend: readonly [day: number, evening: number, night: number];
  readonly kinds: ReadonlyMap<string, number>;
}

/** Reads a history once and counts. */
export function measure(scene: Scene, history: History): Figures {
  const days = [...history.days()];
  const accesses = days.flatMap((day) => day.accesses);
  const rows = rowsByPatient(days.flatMap(({ evidence }) => evidence));
  const isFlagged = flagger(scene, history);
  const seen = { users: new Set<string>(), patients: new Set<string>(), pairs: new Set<string>() };
  const triples = new Set<string>();
  const misused = new Set<string>();
  const kinds = new Map<string, number>();
  const counts = { explained: 0, flagged: 0, flaggedExplained: 0, ofPatients: 0 };
  for (const access of accesses) {
    const { member, patient, truth } = access;
    const triple = `${member.userName}/${patient?.id ?? ""}/${Math.floor(access.at / MINUTES_PER_DAY)}`;
    triples.add(triple);
    if (truth !== null) kinds.set(truth.kind, (kinds.get(truth.kind) ?? 0) + 1);
    if (truth?.label === "misuse") misused.add(triple);
    if (patient === null) continue;
    counts.ofPatients++;
    seen.users.add(member.userName);
    seen.patients.add(patient.id);
    seen.pairs.add(`${member.userName}/${patient.id}`);
    const why = reasonFor(scene, access, rows.get(patient.id) ?? []);
    if (why !== "none") counts.explained++;
    if (!isFlagged(access)) continue;
    counts.flagged++;
    if (why === "user") counts.flaggedExplained++;
  }
  return {
    accesses: accesses.length,
    users: seen.users.size,
    patients: seen.patients.size,
    pairs: seen.pairs.size,
    userPatientDays: triples.size,
    misuseUserPatientDays: misused.size,
    explained: counts.explained / counts.ofPatients,
    flagged: counts.flagged,
    flaggedExplained: counts.flaggedExplained / counts.flagged,
    weekdayToWeekend: ratios(accesses, history),
    kinds,
  };
}

function rowsByPatient(rows: readonly RecordedRow[]): ReadonlyMap<string, readonly RecordedRow[]> {
  const byPatient = new Map<string, RecordedRow[]>();
  for (const row of rows) {
    if (row.patient === null) continue;
    const known = byPatient.get(row.patient.id);
    if (known === undefined) byPatient.set(row.patient.id, [row]);
    else known.push(row);
  }
  return byPatient;
}

/** The five simple reasons name the user: appointment, visit, order, assignment or message, care team; else the department may be named. */
function reasonFor(
  scene: Scene,
  { member, patient, at }: LoggedAccess,
  rows: readonly RecordedRow[],
): "user" | "department" | "none" {
  if (patient === null) return "none";
  if (patient.physician === member) return "user";
  if (isManaged(patient) && careManagerOf(scene.workforce, patient) === member) return "user";
  let reason: "department" | "none" = "none";
  for (const row of rows) {
    const [before, after] = WINDOWS[row.table];
    if (at < row.from - before * MINUTES_PER_DAY || at > row.until + after * MINUTES_PER_DAY) continue;
    if (row.users.includes(member)) return "user";
    if (
      row.departments.includes(member.department) ||
      row.users.some(({ department }) => department === member.department)
    )
      reason = "department";
  }
  return reason;
}

function flagger(scene: Scene, history: History): (access: LoggedAccess) => boolean {
  const town = townOf(scene);
  const celebrities = new Set(history.celebrities.map(({ id }) => id));
  return ({ member, patient }) => {
    if (patient === null) return false;
    if (town.memberOf(patient) !== undefined || celebrities.has(patient.id)) return true;
    const former = history.oldAddresses.get(member);
    return (
      town.livesWith(member, patient) ||
      town.isNeighbor(member, patient) ||
      former?.key === patient.household.key
    );
  };
}

function ratios(accesses: readonly LoggedAccess[], { from, until }: History): [number, number, number] {
  const days = Array.from({ length: until - from }, (_, nth) => from + nth);
  const weekdays = days.filter(isWorkday).length;
  const shift = [
    [0, 0],
    [0, 0],
    [0, 0],
  ] as const satisfies readonly (readonly [number, number])[];
  const sums = shift.map(([a, b]) => [a, b] as [number, number]);
  for (const { at } of accesses) {
    const hour = Math.floor((at % MINUTES_PER_DAY) / 60);
    const nth = hour >= 7 && hour < 15 ? 0 : hour >= 15 && hour < 23 ? 1 : 2;
    const sum = sums[nth];
    if (sum !== undefined) sum[isWorkday(Math.floor(at / MINUTES_PER_DAY)) ? 0 : 1]++;
  }
  const ratio = ([on, off]: readonly [number, number] = [0, 1]): number =>
    on / weekdays / (off / (days.length - weekdays));
  return [ratio(sums[0]), ratio(sums[1]), ratio(sums[2])];
}

/** One line of figures, for people who read the output of the tests. */
export function lineOf(name: string, figures: Figures): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const { users, patients, pairs, weekdayToWeekend, userPatientDays, misuseUserPatientDays } = figures;
  return [
    `${name}: ${figures.accesses} accesses`,
    `users : patients : pairs ${users} : ${patients} : ${pairs} (pairs per user ${(pairs / users).toFixed(0)}, per patient ${(pairs / patients).toFixed(1)})`,
    `explained ${percent(figures.explained)}`,
    `flagged ${figures.flagged}, explained by user ${percent(figures.flaggedExplained)}`,
    `weekday to weekend ${weekdayToWeekend.map((ratio) => ratio.toFixed(2)).join(" / ")}`,
    `misuse ${((misuseUserPatientDays / userPatientDays) * 10_000).toFixed(1)} in 10,000 user-patient-days`,
  ].join("; ");
}
