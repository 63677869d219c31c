import type { Day, Moment } from "../calendar.ts";
import { dayOfMoment, momentOf } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Booking, Patient, Visit, VisitKind } from "./types.ts";
import { kindAt, VISIT_KINDS } from "./visit-kinds.ts";
import { clinicianFor, nurseFor } from "./visits.ts";
import type { VisitScope } from "./visits.ts";

const BOOKED_SHARE = 0.35;
const TODAY_SHARE = 0.25;
const HORIZON_DAYS = 30;
/** Kept appointments stay in the schedule this long. */
const KEPT_DAYS = 60;

/** Appointments of today and the next 30 days, and those behind the recent visits. */
export function drawBookings(
  scope: VisitScope,
  patients: readonly Patient[],
  visits: readonly Visit[],
  closesAt: Moment,
): Booking[] {
  const kept = visits
    .filter((visit) => dayOfMoment(visit.start) >= scope.today - KEPT_DAYS)
    .map(bookingBehind);
  const ahead = patients.flatMap((patient) => {
    const random = scope.random.stream(`booking/${patient.person.key}`);
    const wanted = patient.id === "patient-pat" || random.chance(BOOKED_SHARE);
    return wanted ? [drawBooking(scope, random, patient, closesAt)] : [];
  });
  return [...kept, ...ahead].toSorted((a, b) => a.start - b.start || (a.patient.id < b.patient.id ? -1 : 1));
}

function bookingBehind(visit: Visit): Booking {
  const { patient, kind, start, clinician, reasons, encounterId } = visit;
  return { patient, kind, start, clinician, reasons, encounterId, status: "fulfilled" };
}

function drawBooking(scope: VisitScope, random: Random, patient: Patient, closesAt: Moment): Booking {
  const reasons = patient.diagnoses.filter((diagnosis) => !diagnosis.part2).slice(-1);
  const wanted: VisitKind = reasons.length === 0 ? VISIT_KINDS.checkUp : VISIT_KINDS.followUp;
  const clinician = clinicianFor(scope.workforce, patient, wanted);
  const kind = kindAt(wanted, clinician.department);
  const day: Day = scope.today + (random.chance(TODAY_SHARE) ? 0 : random.int(1, HORIZON_DAYS - 3));
  const start = scope.diary.take(clinician, {
    day,
    fromHour: random.int(8, 15),
    minutes: kind.minutes,
    direction: 1,
  });
  const arrived = start < closesAt && dayOfMoment(start) === scope.today;
  const cancelled = !arrived && dayOfMoment(start) !== scope.today && random.chance(0.08);
  return {
    patient,
    kind,
    start,
    clinician,
    reasons,
    status: arrived ? "arrived" : cancelled ? "cancelled" : "booked",
    encounterId: arrived ? scope.book.idOf("Encounter", `${patient.id}/booked`) : null,
  };
}

/** Encounters under way: patients who have arrived this morning. */
export function visitsUnderWay(scope: VisitScope, bookings: readonly Booking[]): Visit[] {
  return bookings.flatMap(({ patient, kind, start, clinician, reasons, status, encounterId }): Visit[] =>
    status !== "arrived" || encounterId === null
      ? []
      : [
          {
            encounterId,
            patient,
            kind,
            start,
            end: start + kind.minutes,
            clinician,
            reasons,
            nurse: nurseFor(scope.workforce, kind, encounterId),
            status: "in-progress",
          },
        ],
  );
}

/** The book closes late in the morning of `today`, with the first patients in the rooms. */
export function closingTime(today: Day): Moment {
  return momentOf(today, 11);
}
