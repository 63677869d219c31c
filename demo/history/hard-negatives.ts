import { momentOf, weekday } from "../calendar.ts";
import type { Patient, Visit } from "../demand/types.ts";
import type { Agenda } from "./agenda.ts";
import { some } from "./workday.ts";
import type { HistoryScope, Workday } from "./workday.ts";
import type { Access, HardNegative, Truth } from "./types.ts";

const WEDNESDAY = 3;
const TUESDAY = 2;

/** Work that leaves no trace, or the wrong one, and is right all the same. */
export function workWithoutTrace(scope: HistoryScope, today: Workday, agenda: Agenda): void {
  curbside(scope, today, agenda);
  wrongClicks(today, agenda, scope.scene.demand.patients);
  floatCover(scope, today, agenda);
  preRounding(scope, today, agenda);
  onCall(scope, today);
  backEntry(scope, today, agenda);
  if (weekday(today.day) === WEDNESDAY) tumorBoard(scope, today, agenda);
  if (weekday(today.day) === TUESDAY) qualitySweep(scope, today);
  recordsOffice(scope, today);
}

function truth(kind: HardNegative, today: Workday, nth: number | string = 0): Truth {
  return { label: "hard-negative", kind, incident: `${kind}/${today.day}/${nth}` };
}

/** "Have a look at this one for me": asked in the hallway, written down nowhere. */
function curbside(
  { scene, parameters, rota }: HistoryScope,
  today: Workday,
  { visits, stays }: Agenda,
): void {
  const { random, day } = today;
  const physicians = scene.workforce.members.filter(({ role }) => role === "provider");
  for (const [nth, { patient, start }] of [...visits, ...stays].entries()) {
    if (!random.chance(parameters.curbsideRate)) continue;
    const member = random.pick(physicians);
    if (!rota.worksOn(member, day)) continue;
    const at = momentOf(day, random.int(8, 17), start % 60);
    today.look({
      member,
      patient,
      at,
      sections: some(random, "summary", ["results", 0.6]),
      truth: truth("curbside-consult", today, nth),
    });
  }
}

/** The line above or below in a list: open for seconds, then the right one. */
function wrongClicks(today: Workday, { visits }: Agenda, patients: readonly Patient[]): void {
  const { random } = today;
  for (const [nth, { nurse, clinician, start }] of visits.entries()) {
    if (!random.chance(0.012)) continue;
    const member = random.chance(0.5) ? nurse : clinician;
    const look = { member, patient: random.pick(patients), at: start - 1, seconds: random.int(3, 18) };
    today.look({ ...look, sections: ["summary"], truth: truth("wrong-patient-click", today, nth) });
  }
}

/** A nurse of another department fills in on a ward; the shift stands under the own unit. */
function floatCover({ rota, scene }: HistoryScope, today: Workday, { stays }: Agenda): void {
  const { random, day } = today;
  if (stays.length === 0 || !random.chance(0.3)) return;
  const nurses = scene.workforce.members.filter(
    ({ role, department }) => role === "nurse" && !department.startsWith("ward-"),
  );
  const member = random.pick(nurses);
  if (!rota.worksOn(member, day)) return;
  const ward = random.pick(stays).kind.department;
  for (const { patient, kind } of stays
    .filter(({ kind: { department } }) => department === ward)
    .slice(0, 5)) {
    const at = momentOf(day, random.int(member.shift[0], member.shift[1] - 1), random.int(0, 59));
    today.look({
      member,
      patient,
      at,
      sections: some(random, "vitals", ["medications", 0.8]),
      place: kind.department,
      truth: truth("float-cover", today),
    });
  }
  const [from, until] = member.shift;
  today.note({
    table: "shifts",
    patient: null,
    users: [member],
    departments: [ward],
    kind: "float",
    from: momentOf(day, from),
    until: momentOf(day, until),
  });
}

/** Before the round begins, at home or at five on the ward. */
function preRounding({ rota }: HistoryScope, today: Workday, { stays }: Agenda): void {
  const { random, day } = today;
  for (const { patient, kind, encounterId, start, end } of stays) {
    const at = momentOf(day, random.int(5, 6), random.int(0, 59));
    if (start > at || end < at || !random.chance(0.08)) continue;
    const member = rota.onDuty(
      "provider",
      kind.department,
      momentOf(day, 9),
      `${encounterId}/${Math.floor(day / 4)}`,
    );
    today.look({
      member,
      patient,
      at,
      sections: some(random, "results", ["vitals", 0.6]),
      truth: truth("pre-rounding", today, kind.department),
    });
  }
}

/** A call from a patient at three in the morning, taken at home. */
function onCall({ scene }: HistoryScope, today: Workday): void {
  const { random, day } = today;
  const physicians = scene.workforce.members.filter(
    ({ role, roundTheClock }) => role === "provider" && !roundTheClock,
  );
  for (let nth = 0; nth < Math.ceil(physicians.length / 40); nth++) {
    if (!random.chance(0.25)) continue;
    const member = random.pick(physicians);
    const patient = random.pick(scene.demand.patients);
    const at = momentOf(day, random.int(1, 4), random.int(0, 59));
    today.look({
      member,
      patient,
      at,
      sections: some(random, "summary", ["medications", 0.8]),
      remote: true,
      truth: truth("on-call-remote", today, nth),
    });
    today.note({
      table: "shifts",
      patient: null,
      users: [member],
      departments: [member.department],
      kind: "on-call",
      from: momentOf(day, 0),
      until: momentOf(day, 7),
    });
  }
}

/** The system was down in the afternoon; what was written on paper is entered at night by whoever has time. */
function backEntry({ rota }: HistoryScope, today: Workday, { visits }: Agenda): void {
  const { random, day } = today;
  if (!random.chance(0.06)) return;
  const department = random.pick(["emergency", "primary-care"]);
  const paper = visits.filter(({ kind }) => kind.department === department).slice(0, 12);
  const nurse = rota.onDuty("nurse", department, momentOf(day, 15), `downtime/${day}`);
  for (const [nth, { patient }] of paper.entries()) {
    const at = momentOf(day, 20, 10) + nth * 4;
    today.look({
      member: nurse,
      patient,
      at,
      sections: ["vitals"],
      action: "edit",
      truth: truth("downtime-back-entry", today),
    });
  }
}

/** Several specialties go through the same charts before they meet. */
function tumorBoard({ scene, rota }: HistoryScope, today: Workday, { stays, results }: Agenda): void {
  const { random, day } = today;
  const physicians = scene.workforce.members.filter(
    (member) => member.role === "provider" && rota.worksOn(member, day),
  );
  const patients = random.sample<Visit>([...stays, ...results], 3).map(({ patient }) => patient);
  for (const member of random.sample(physicians, 4)) {
    for (const patient of patients) {
      const at = momentOf(day, 11, random.int(0, 55));
      today.look({
        member,
        patient,
        at,
        sections: some(random, "results", ["notes", 0.3]),
        truth: truth("tumor-board", today),
      });
    }
  }
}

/** One analyst, one measure, many charts. */
function qualitySweep({ scene }: HistoryScope, today: Workday): void {
  const { random, day } = today;
  if (!random.chance(0.6)) return;
  const member = scene.workforce.member("quinn.quality");
  const from = momentOf(day, random.int(8, 11));
  for (const [nth, patient] of random.sample(scene.demand.patients, random.int(15, 30)).entries())
    today.look({
      member,
      patient,
      at: from + nth * 6,
      sections: ["results"],
      truth: truth("quality-sweep", today),
    });
}

/** A lawyer's list of patients to print; two records of one person to merge. */
function recordsOffice({ scene, rota }: HistoryScope, today: Workday): void {
  const { random, day } = today;
  const { patients } = scene.demand;
  const at = momentOf(day, random.int(9, 15), random.int(0, 59));
  const member = rota.onDuty("records-release", "records-release", at, `bulk/${day}`);
  if (random.chance(0.04)) {
    for (const [nth, patient] of random.sample(patients, random.int(10, 20)).entries())
      today.look({
        member,
        patient,
        at: at + nth * 3,
        sections: ["notes"],
        action: "print",
        truth: truth("release-bulk-print", today),
      });
    today.note({
      table: "releases",
      patient: null,
      users: member === undefined ? [] : [member],
      departments: ["records-release"],
      kind: "bulk",
      from: at,
      until: at + 240,
    });
  }
  if (!random.chance(0.25)) return;
  const first = random.pick(patients);
  const twin = patients.find(({ person, id }) => id !== first.id && person.family === first.person.family);
  for (const patient of [first, ...(twin === undefined ? [] : [twin])])
    today.look({
      member,
      patient,
      at: at + 200,
      sections: ["demographics"],
      action: "edit",
      truth: truth("record-merge", today),
    });
}

/** Ordinary work that a rule would flag: labeled when the day is complete, since nobody plans it. */
export function coincidenceOf(
  { town }: HistoryScope,
  celebrities: ReadonlySet<string>,
  { member, patient }: Access,
): HardNegative | null {
  if (patient === null) return null;
  if (
    town.memberOf(patient) !== undefined ||
    town.livesWith(member, patient) ||
    town.isNeighbor(member, patient)
  )
    return "treats-acquaintance";
  if (member.person.family === patient.person.family) return "same-surname-stranger";
  return celebrities.has(patient.id) ? "celebrity-team" : null;
}
