import type { JsonObject } from "../../src/kernel/json.ts";
import { dateTime, momentOf } from "../calendar.ts";
import type { Booking } from "../demand/types.ts";
import { concept, integer, reference } from "../fhir/datatypes.ts";
import type { Member } from "../workforce/types.ts";
import { labelsOf, refLocation, refMember, refPatient } from "./scope.ts";
import type { ChartScope } from "./scope.ts";

const MADE_DAYS_BEFORE = 12;

/** One Schedule for each clinician. */
export function scheduleIdOf(scope: ChartScope, member: Member): string {
  return scope.book.idOf("Schedule", member.userName);
}

/** The appointment, at the clinic that sees the patient and at the desk that checks the patient in. */
export function writeAppointment(scope: ChartScope, booking: Booking): void {
  const { patient, kind, clinician, start, reasons } = booking;
  const made = Math.min(start - MADE_DAYS_BEFORE * 1_440, scope.closesAt - 60);
  const slot = scope.book.add({
    type: "Slot",
    patient: null,
    recorded: made,
    story: [`${clinician.displayName}, ${dateTime(start)}`],
    body: {
      schedule: reference(`Schedule/${scheduleIdOf(scope, clinician)}`),
      status: booking.status === "cancelled" ? "free" : "busy",
      serviceType: [{ text: kind.title }],
      start: dateTime(start),
      end: dateTime(start + kind.minutes),
    },
  });
  scope.book.add({
    type: "Appointment",
    patient,
    recorded: made,
    labels: labelsOf(reasons),
    story: [`${kind.title} with ${clinician.displayName} on ${dateTime(start)}`],
    body: {
      status: booking.status,
      serviceType: [{ text: kind.title }],
      appointmentType: { text: kind.title },
      cancelationReason: booking.status === "cancelled" ? { text: "Patient called" } : undefined,
      reasonCode: reasons.map(({ problem }) => concept(problem.snomed, problem.icd10)),
      description: `${kind.title} of ${patient.person.given[0]} ${patient.person.family}`,
      start: dateTime(start),
      end: dateTime(start + kind.minutes),
      minutesDuration: integer(kind.minutes),
      slot: [reference(slot)],
      created: dateTime(made),
      comment: `Prefers to be called ${patient.person.given[0]}`,
      participant: participantsOf(scope, booking),
    },
  });
}

function participantsOf(scope: ChartScope, booking: Booking): JsonObject[] {
  const actors = [
    refPatient(booking.patient),
    refMember(booking.clinician),
    refLocation(scope, booking.kind.department),
    refLocation(scope, "front-desk"),
  ];
  return actors.map((actor) => ({
    actor,
    required: "required",
    status: booking.status === "cancelled" ? "declined" : "accepted",
  }));
}

/** The open calendars and a week of free slots. */
export function writeSchedules(scope: ChartScope, clinicians: readonly Member[]): void {
  for (const clinician of clinicians) {
    const id = scheduleIdOf(scope, clinician);
    scope.book.add({
      type: "Schedule",
      id,
      patient: null,
      recorded: momentOf(scope.today - 90, 9),
      story: [`Calendar of ${clinician.displayName}`],
      body: {
        active: true,
        serviceType: [{ text: clinician.title }],
        actor: [refMember(clinician), refLocation(scope, clinician.department)],
        planningHorizon: {
          start: dateTime(momentOf(scope.today - 90, 0)),
          end: dateTime(momentOf(scope.today + 120, 0)),
        },
      },
    });
    for (let ahead = 31; ahead < 36; ahead++) writeFreeSlot(scope, id, momentOf(scope.today + ahead, 10));
  }
}

function writeFreeSlot(scope: ChartScope, scheduleId: string, start: number): void {
  scope.book.add({
    type: "Slot",
    patient: null,
    recorded: momentOf(scope.today - 1, 9),
    story: [`Free at ${dateTime(start)}`],
    body: {
      schedule: reference(`Schedule/${scheduleId}`),
      status: "free",
      start: dateTime(start),
      end: dateTime(start + 20),
    },
  });
}
