import { dayOfMoment, workdayFrom } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import type { Billing, Booking, Patient, Visit } from "../demand/types.ts";
import { isManaged } from "../charts/care-team.ts";
import type { Scene } from "../scene.ts";

/** Appointments are made about this many days ahead. */
const MADE_DAYS_BEFORE = 12;

/** What gives work on one day. */
export interface Agenda {
  /** Visits of the day, outpatient and emergency. */
  readonly visits: readonly Visit[];
  /** Stays on a ward that reach into the day. */
  readonly stays: readonly Visit[];
  /** Appointments that are made on the day, for later. */
  readonly made: readonly Pick<Booking, "patient" | "start" | "clinician" | "kind">[];
  /** Visits whose results are looked at on the day. */
  readonly results: readonly Visit[];
  /** Encounters that are coded and billed on the day. */
  readonly claimed: readonly Billing[];
  /** Answers of payers that are worked on. */
  readonly answered: readonly Billing[];
}

/** Sorts the demand of a scene by the days it gives work on, for the days from `from` to before `until`. */
export function agendaOf(scene: Scene, from: Day, until: Day): (day: Day) => Agenda {
  const days = new Map<Day, { [K in keyof Agenda]: Agenda[K][number][] }>();
  const on = (day: Day) => {
    let agenda = days.get(day);
    if (agenda === undefined) {
      agenda = { visits: [], stays: [], made: [], results: [], claimed: [], answered: [] };
      days.set(day, agenda);
    }
    return agenda;
  };
  const inWindow = (day: Day): boolean => day >= from && day < until;
  const { visits, bookings, billings } = scene.demand;
  for (const visit of visits) {
    const day = dayOfMoment(visit.start);
    if (visit.kind.id === "inpatient") {
      for (const at of daysBetween(day, dayOfMoment(visit.end)).filter(inWindow)) on(at).stays.push(visit);
      continue;
    }
    if (inWindow(day)) on(day).visits.push(visit);
    if (inWindow(day + 1)) on(day + 1).results.push(visit);
    const made = workdayFrom(day - MADE_DAYS_BEFORE);
    if (isPlanned(visit) && inWindow(made)) on(made).made.push(visit);
  }
  for (const booking of bookings) {
    const made = workdayFrom(dayOfMoment(booking.start) - MADE_DAYS_BEFORE);
    if (booking.encounterId === null && inWindow(made)) on(made).made.push(booking);
  }
  for (const billing of billings) {
    const claimed = dayOfMoment(billing.claimedAt);
    if (billing.coded && inWindow(claimed)) on(claimed).claimed.push(billing);
    const answered = billing.answeredAt === null ? undefined : workdayFrom(dayOfMoment(billing.answeredAt));
    if (billing.outcome !== "complete" && answered !== undefined && inWindow(answered))
      on(answered).answered.push(billing);
  }
  return (day) => on(day);
}

/** Both included. */
function daysBetween(first: Day, last: Day): readonly Day[] {
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
}

function isPlanned(visit: Visit): boolean {
  return visit.kind.id !== "emergency" && visit.kind.id !== "urgent";
}

/** Patients whom a care manager calls now and then. */
export function managedPatients(scene: Scene): readonly Patient[] {
  return scene.demand.patients.filter(isManaged);
}
