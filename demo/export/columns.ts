import { date, dateTime } from "../calendar.ts";
import type { Patient } from "../demand/types.ts";
import type { NamedIncident } from "../history/misuse.ts";
import type { EvidenceTable, LoggedAccess, PersonnelChange, RecordedRow } from "../history/types.ts";
import type { History } from "../history/history.ts";
import type { Scene } from "../scene.ts";
import type { Address } from "../world/types.ts";
import type { Member } from "../workforce/types.ts";

/** A column: its header and how it is filled. */
export type Column<T> = readonly [header: string, value: (row: T) => string];

const ROUNDED_MS = 1_000;

/** One line an access; nothing here tells what it was for. */
export const ACCESS_COLUMNS: readonly Column<LoggedAccess>[] = [
  ["event", ({ id }) => id],
  ["at", instantOf],
  ["user", ({ member }) => member.userName],
  ["patient", ({ patient }) => patient?.id ?? ""],
  ["section", ({ section }) => section],
  ["action", ({ action }) => action],
  ["records", ({ records }) => String(records)],
  ["seconds", ({ seconds }) => String(seconds)],
  ["device", ({ device }) => device],
];

/** The day's local time with its offset, to the millisecond. */
function instantOf({ at, afterMs }: LoggedAccess): string {
  const text = dateTime(at, Math.floor(afterMs / ROUNDED_MS));
  return `${text.slice(0, 19)}.${String(afterMs % ROUNDED_MS).padStart(3, "0")}${text.slice(19)}`;
}

/** Every evidence table has these. */
export const EVIDENCE_COLUMNS: readonly Column<RecordedRow>[] = [
  ["id", ({ id }) => id],
  ["patient", ({ patient }) => patient?.id ?? ""],
  ["users", ({ users }) => users.map(({ userName }) => userName).join(";")],
  ["departments", ({ departments }) => departments.join(";")],
  ["kind", ({ kind }) => kind],
  ["from", ({ from }) => dateTime(from)],
  ["until", ({ until }) => dateTime(until)],
  ["entered", ({ enteredAt }) => dateTime(enteredAt)],
];

export const EVIDENCE_TABLES: readonly EvidenceTable[] = [
  "appointments",
  "encounters",
  "assignments",
  "orders",
  "claims",
  "messages",
  "releases",
  "shifts",
];

/** What registration knows of a patient that links to others. */
export function patientColumns(history: History): readonly Column<Patient>[] {
  const celebrities = new Set(history.celebrities.map(({ id }) => id));
  return [
    ["patient", ({ id }) => id],
    ["mrn", ({ mrn }) => mrn],
    ["family", ({ person }) => person.family],
    ["given", ({ person }) => person.given[0] ?? ""],
    ["born", ({ person }) => date(person.bornOn)],
    ...addressColumns<Patient>(({ household }) => household.address),
    ["phone", ({ household }) => household.phone],
    ["mobile", ({ person }) => person.mobile],
    ["physician", ({ physician }) => physician.userName],
    ["vip", ({ id }) => String(celebrities.has(id))],
  ];
}

/** What the personnel office knows; an address may be an old one. */
export function staffColumns(scene: Scene, history: History): readonly Column<Member>[] {
  const homes = new Map(
    scene.world.households.flatMap((household) =>
      household.members.map(({ key }) => [key, household] as const),
    ),
  );
  const home = (member: Member) => history.oldAddresses.get(member) ?? homes.get(member.person.key);
  const ends = new Map(
    history.changes.filter(({ kind }) => kind === "ends").map(({ member, from }) => [member, from] as const),
  );
  return [
    ["user", ({ userName }) => userName],
    ["family", ({ person }) => person.family],
    ["given", ({ person }) => person.given[0] ?? ""],
    ["born", ({ person }) => date(person.bornOn)],
    ["role", ({ role }) => role],
    ["department", ({ department }) => department],
    ...addressColumns<Member>((member) => home(member)?.address),
    ["phone", (member) => home(member)?.phone ?? ""],
    ["mobile", ({ person }) => person.mobile],
    ["ends", (member) => dayOrNone(ends.get(member))],
  ];
}

function addressColumns<T>(addressOf: (row: T) => Address | undefined): readonly Column<T>[] {
  return [
    ["street", (row) => textOf(addressOf(row), ({ number, street }) => `${number} ${street}`)],
    ["unit", (row) => textOf(addressOf(row), ({ unit }) => unit ?? "")],
    ["city", (row) => textOf(addressOf(row), ({ town }) => town.name)],
    ["zip", (row) => textOf(addressOf(row), ({ town }) => town.zip)],
  ];
}

function textOf(address: Address | undefined, write: (address: Address) => string): string {
  return address === undefined ? "" : write(address);
}

function dayOrNone(day: number | undefined): string {
  return day === undefined ? "" : date(day);
}

/** Leaves and moves between departments. */
export const CHANGE_COLUMNS: readonly Column<PersonnelChange>[] = [
  ["user", ({ member }) => member.userName],
  ["kind", ({ kind }) => kind],
  ["from", ({ from }) => date(from)],
  ["until", ({ until }) => date(until)],
  ["previousDepartment", ({ previous }) => previous],
];

/** Sealed: what the accesses that are not ordinary work really were. */
export const TRUTH_COLUMNS: readonly Column<LoggedAccess>[] = [
  ["event", ({ id }) => id],
  ["label", ({ truth }) => truth?.label ?? "ordinary"],
  ["kind", ({ truth }) => truth?.kind ?? ""],
  ["incident", ({ truth }) => truth?.incident ?? ""],
];

/** Sealed: who misused what for, one line an incident. */
export const INCIDENT_COLUMNS: readonly Column<NamedIncident>[] = [
  ["incident", ({ id }) => id],
  ["kind", ({ kind }) => kind],
  ["motive", ({ motive }) => motive],
  ["users", ({ looks }) => [...new Set(looks.map(({ member }) => member.userName))].join(";")],
  ["patients", ({ looks }) => [...new Set(looks.map(({ patient }) => patient?.id ?? "*"))].join(";")],
  ["first", ({ looks }) => date(Math.min(...looks.map(({ day }) => day)))],
  ["last", ({ looks }) => date(Math.max(...looks.map(({ day }) => day)))],
];
