import { dayOfMoment, isWorkday, momentOf } from "../calendar.ts";
import { careManagerOf } from "../charts/care-team.ts";
import type { Billing, Patient, Visit } from "../demand/types.ts";
import { isPrimaryCare } from "../workforce/departments.ts";
import type { Agenda } from "./agenda.ts";
import { ADMISSION, CONSULT, EMERGENCY, ROUND, WARD_SHIFT } from "./procedures/hospital.ts";
import { CLAIM, DENIAL, OUTREACH, RELEASE_OF_INFORMATION, SUPPORT_TICKET } from "./procedures/office.ts";
import { BOOKING, EVENING_NOTES, MESSAGE, orderTo, RESULTS, VISIT } from "./procedures/outpatient.ts";
import { perform } from "./steps.ts";
import type { Work } from "./steps.ts";
import type { HistoryScope, Workday } from "./workday.ts";

const ORDERED = [
  ["laboratory", 0.4],
  ["imaging", 0.12],
  ["pharmacy", 0.5],
] as const;
const ORDERS = {
  laboratory: orderTo("laboratory"),
  imaging: orderTo("imaging"),
  pharmacy: orderTo("pharmacy"),
  refill: orderTo("refill"),
};
const CONSULTED = ["behavioral-health", "day-surgery", "primary-care"] as const;

/** An appointment is made for later. */
export function workOnBooking(scope: HistoryScope, today: Workday, booking: Agenda["made"][number]): void {
  const { random, day } = today;
  const { patient, clinician, kind } = booking;
  const at = momentOf(day, random.int(8, 16), random.int(0, 59));
  const work = {
    patient,
    clinician,
    department: kind.department,
    start: at,
    end: at,
    key: `${patient.id}/${day}`,
  };
  perform(scope, today, work, BOOKING);
  today.note({
    table: "appointments",
    patient,
    users: [clinician],
    departments: [kind.department, "front-desk", "call-center"],
    kind: "booked",
    from: booking.start,
    until: booking.start + kind.minutes,
    knownAt: at,
  });
}

/** An outpatient or emergency visit with its orders. */
export function workOnVisit(scope: HistoryScope, today: Workday, visit: Visit): void {
  const { kind, encounterId, start, end } = visit;
  if (kind.id === "emergency") {
    const clinician = scope.rota.onDuty("provider", "emergency", start + 40, encounterId);
    const work = { ...workOf(visit), clinician };
    perform(scope, today, work, EMERGENCY);
    order(scope, today, { ...work, start: start + 60 });
    return;
  }
  const work = workOf(visit);
  perform(scope, today, work, VISIT);
  if (today.random.chance(scope.parameters.eveningWork)) perform(scope, today, work, EVENING_NOTES);
  order(scope, today, { ...work, start: end, end: end + 60 });
}

function workOf(visit: Visit): Work {
  const { patient, start, end, clinician, kind, encounterId } = visit;
  return { patient, start, end, clinician, department: kind.department, key: encounterId };
}

function order(scope: HistoryScope, today: Workday, work: Work): void {
  for (const [what, chance] of ORDERED)
    if (today.random.chance(chance))
      perform(scope, today, { ...work, key: `${work.key}/${what}` }, ORDERS[what]);
}

/** The day after a visit with results. */
export function workOnResults(scope: HistoryScope, today: Workday, visit: Visit): void {
  const at = momentOf(today.day, 9);
  if (today.random.chance(0.45)) perform(scope, today, { ...workOf(visit), start: at, end: at }, RESULTS);
}

/** A patient calls or writes; sometimes it ends with a refill. */
export function workOnMessage(scope: HistoryScope, today: Workday, patient: Patient): void {
  const { random, day } = today;
  const at = momentOf(day, random.int(7, 21), random.int(0, 59));
  const { physician } = patient;
  const department = isPrimaryCare(physician.department) ? physician.department : "primary-care";
  const work = { patient, clinician: physician, department, start: at, end: at, key: `${patient.id}/${day}` };
  perform(scope, today, work, MESSAGE);
  if (random.chance(0.3)) perform(scope, today, { ...work, start: at + 120 }, ORDERS.refill);
}

/** Coding, then the claim. */
export function workOnClaim(scope: HistoryScope, today: Workday, { visit, claimedAt }: Billing): void {
  perform(scope, today, { ...workOf(visit), start: claimedAt, end: claimedAt }, CLAIM);
}

/** The biller looks into what the payer did not pay. */
export function workOnDenial(scope: HistoryScope, today: Workday, { visit }: Billing): void {
  const at = momentOf(today.day, 12);
  perform(scope, today, { ...workOf(visit), start: at, end: at }, DENIAL);
}

/** A call of the care manager to a patient on the panel, on a workday. */
export function workOnOutreach(scope: HistoryScope, today: Workday, patient: Patient): void {
  const { day } = today;
  const clinician = careManagerOf(scope.scene.workforce, patient);
  if (!isWorkday(day) || !scope.rota.worksOn(clinician, day)) return;
  const at = momentOf(day, 12);
  const work = { patient, clinician, department: "care-management", start: at, end: at, key: patient.id };
  perform(scope, today, work, OUTREACH);
}

/** A copy of a chart is prepared and printed. */
export function workOnRelease(scope: HistoryScope, today: Workday, patient: Patient): void {
  const at = momentOf(today.day, 9);
  const key = `${patient.id}/release`;
  const work = { patient, clinician: undefined, department: "records-release", start: at, end: at, key };
  perform(scope, today, work, RELEASE_OF_INFORMATION);
}

/** The vendor's engineer follows a ticket. */
export function workOnTicket(scope: HistoryScope, today: Workday, patient: Patient): void {
  const clinician = scope.scene.workforce.member("vera.vendor");
  if (!scope.rota.worksOn(clinician, today.day)) return;
  const at = momentOf(today.day, today.random.int(8, 17));
  const key = `${patient.id}/ticket`;
  const work = { patient, clinician, department: "vendor", start: at, end: at, key };
  perform(scope, today, work, SUPPORT_TICKET);
}

/** A day on a ward: admission, two shifts of nurses, the round with its orders, at times a consult. */
export function workOnStay(scope: HistoryScope, today: Workday, visit: Visit): void {
  const { random, day } = today;
  const work = { ...workOf(visit), key: `${visit.encounterId}/${day}` };
  if (dayOfMoment(visit.start) === day) perform(scope, today, work, ADMISSION);
  for (const hour of [7, 19]) {
    const [begins, ends] = [momentOf(day, hour), momentOf(day, hour + 12)];
    // Who leaves or comes within the shift has little of it.
    if (begins + 360 < visit.start || ends - 360 > visit.end) continue;
    perform(scope, today, { ...work, start: begins, end: ends, key: `${work.key}/${hour}` }, WARD_SHIFT);
  }
  const at = momentOf(day, random.int(8, 11), random.int(0, 59));
  if (at <= visit.start || at >= visit.end) return;
  // One hospitalist has the patient for four days.
  const clinician = scope.rota.onDuty(
    "provider",
    work.department,
    at,
    `${visit.encounterId}/${Math.floor(day / 4)}`,
  );
  const round = { ...work, clinician, start: at, end: at + 60 };
  perform(scope, today, round, ROUND);
  order(scope, today, { ...round, start: at + random.int(-200, 500) });
  if (random.chance(0.12)) perform(scope, today, { ...round, department: random.pick(CONSULTED) }, CONSULT);
}
