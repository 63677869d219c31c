import type { IdSource } from "../ids.ts";
import type { Day } from "../calendar.ts";
import { dayOfMoment, workdayFrom } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Member, Workforce } from "../workforce/types.ts";
import type { Diary } from "./diary.ts";
import { ACUTE_PROBLEMS } from "./problems.ts";
import type { Diagnosis, Patient, Visit, VisitKind } from "./types.ts";
import { isPrimaryCare } from "../workforce/departments.ts";
import { kindAt, VISIT_KINDS } from "./visit-kinds.ts";

const HISTORY_DAYS = 540;
const RECENT_SHARE = 0.55;
const SESSIONS_DAYS = 80;
/** A visit may move this many days back to find a free time. */
const KNOWN_FOR_DAYS = 30;

export interface VisitScope {
  readonly random: Random;
  readonly book: IdSource;
  readonly diary: Diary;
  readonly workforce: Workforce;
  readonly today: Day;
  /** Of the visits planned for a weekend, the share that takes place then; 0: closed. */
  readonly weekendShare: number;
}

interface Plan {
  readonly kind: VisitKind;
  readonly day: Day;
  readonly reasons: readonly Diagnosis[];
}

/** The finished encounters of the last year and a half, oldest first. */
export function drawVisits(scope: VisitScope, patients: readonly Patient[]): Visit[] {
  const visits = patients.flatMap((patient) => {
    const random = scope.random.stream(patient.person.key);
    return planVisits(scope, random, patient).map((plan, nth) =>
      schedule(scope, random, patient, { ...plan, nth }),
    );
  });
  const possible = visits.filter(({ patient, start }) => dayOfMoment(start) > patient.registeredOn);
  return possible.toSorted((a, b) => a.start - b.start || (a.encounterId < b.encounterId ? -1 : 1));
}

function planVisits(scope: VisitScope, random: Random, patient: Patient): Plan[] {
  const listed = patient.diagnoses.filter((diagnosis) => !isTreatedElsewhere(diagnosis));
  const count = 1 + Math.min(2, listed.length) + random.int(0, 1);
  const plans = Array.from({ length: count }, (_, nth) => {
    const isSensitive = patient.diagnoses.some(({ problem }) => problem.area !== null);
    const recent = nth === 0 && (random.chance(RECENT_SHARE) || isSensitive);
    const day = scope.today - (recent ? random.int(1, 84) : random.int(30, HISTORY_DAYS));
    // A condition is no reason for a visit before it began.
    const ordinary = listed.filter(({ since }) => since < day - KNOWN_FOR_DAYS);
    return planOrdinary(scope, random, patient, { day, ordinary, first: nth === 0 });
  });
  return [...plans, ...planSessions(scope, random, patient), ...planSurgery(scope, random, patient)];
}

function planOrdinary(
  scope: VisitScope,
  random: Random,
  patient: Patient,
  at: { day: Day; ordinary: readonly Diagnosis[]; first: boolean },
): Plan {
  if (at.ordinary.length > 0 && (at.first || random.chance(0.6))) {
    const kind = random.chance(0.15) ? VISIT_KINDS.telehealth : VISIT_KINDS.followUp;
    return { kind, day: at.day, reasons: at.first ? at.ordinary.slice(-2) : random.sample(at.ordinary, 1) };
  }
  if (random.chance(0.4)) return { kind: VISIT_KINDS.checkUp, day: at.day, reasons: [] };
  const { age, birthSex } = patient.person;
  const problem = random.weighted(
    ACUTE_PROBLEMS.map((each) => [each.prevalence(age, birthSex), each] as const),
  );
  const reason: Diagnosis = {
    problem,
    since: at.day - random.int(1, 4),
    marking: "codes-only",
    part2: false,
    confidential: false,
    conditionId: scope.book.idOf("Condition", `${patient.id}/${problem.id}/${at.day}`),
  };
  return {
    kind: random.chance(0.15) ? VISIT_KINDS.urgent : VISIT_KINDS.acute,
    day: at.day,
    reasons: [reason],
  };
}

/** Therapy and program visits go on every few weeks with their own clinicians. */
function planSessions(scope: VisitScope, random: Random, patient: Patient): Plan[] {
  return patient.diagnoses.filter(isTreatedElsewhere).flatMap((diagnosis) =>
    Array.from({ length: random.int(2, 3) }, (): Plan => ({
      kind: diagnosis.part2 ? VISIT_KINDS.recovery : VISIT_KINDS.behavioralHealth,
      day: scope.today - random.int(2, SESSIONS_DAYS),
      reasons: [diagnosis],
    })),
  );
}

function planSurgery(scope: VisitScope, random: Random, patient: Patient): Plan[] {
  const knee = patient.diagnoses.find(({ problem }) => problem.id === "knee-osteoarthritis");
  if (knee === undefined || !random.chance(0.5)) return [];
  return [{ kind: VISIT_KINDS.daySurgery, day: scope.today - random.int(4, 75), reasons: [knee] }];
}

function isTreatedElsewhere(diagnosis: Diagnosis): boolean {
  return diagnosis.part2 || diagnosis.problem.id === "trauma";
}

function schedule(
  scope: VisitScope,
  random: Random,
  patient: Patient,
  plan: Plan & { readonly nth: number },
): Visit {
  const clinician = clinicianFor(scope.workforce, patient, plan.kind);
  const kind = kindAt(plan.kind, clinician.department);
  const encounterId = scope.book.idOf("Encounter", `${patient.id}/${plan.nth}`);
  const day = Math.max(openDay(scope, random, plan.day), patient.person.bornOn + 2);
  const start = scope.diary.take(clinician, {
    day: Math.min(day, scope.today - 1),
    fromHour: random.int(8, 16),
    minutes: kind.minutes,
    direction: -1,
  });
  return {
    encounterId,
    patient,
    kind,
    start,
    end: start + kind.minutes,
    clinician,
    nurse: nurseFor(scope.workforce, kind, encounterId),
    reasons: plan.reasons.map((reason) => begunBefore(reason, dayOfMoment(start))),
    status: "finished",
  };
}

/** The day itself where the house is open then, else the next workday. */
function openDay(scope: VisitScope, random: Random, day: Day): Day {
  if (scope.weekendShare > 0 && random.chance(scope.weekendShare)) return day;
  return workdayFrom(day);
}

/** A new problem began a day or more before the visit it is the reason for. */
function begunBefore(reason: Diagnosis, day: Day): Diagnosis {
  return reason.since < day ? reason : { ...reason, since: day - 1 };
}

/** Who sees the patient for this: the own physician in primary care, else the clinician of the department. */
export function clinicianFor(workforce: Workforce, patient: Patient, kind: VisitKind): Member {
  if (isPrimaryCare(kind.department)) return patient.physician;
  return workforce.takes("provider", kind.department, patient.id) ?? patient.physician;
}

/** Who rooms the patient; `key` names the visit. */
export function nurseFor(workforce: Workforce, kind: VisitKind, key: string): Member | null {
  return workforce.takes("nurse", kind.department, key) ?? null;
}
