import { dayOfMoment, momentOf } from "../calendar.ts";
import type { Day, Moment } from "../calendar.ts";
import type { Random } from "../random.ts";
import { ACUTE_PROBLEMS } from "./problems.ts";
import type { Diagnosis, Patient, Visit, VisitKind } from "./types.ts";
import { admissionTo, VISIT_KINDS } from "./visit-kinds.ts";
import type { VisitScope } from "./visits.ts";

const DAYS_PER_YEAR = 365.25;
/** Emergency visits and admissions of a registered patient in a year, at 40 years of age. */
const EMERGENCIES_PER_YEAR = 0.55;
const ADMISSIONS_PER_YEAR = 0.22;
/** Of the admissions, the share that comes through the emergency department; the rest is elective. */
const THROUGH_EMERGENCY = 0.7;
const HISTORY_DAYS = 540;
/** A condition is no reason for a visit before it is known. */
const KNOWN_FOR_DAYS = 30;
/** How busy an emergency department is, hour by hour from midnight. */
const ARRIVALS = [
  [2.2, 0],
  [1.8, 1],
  [1.6, 2],
  [1.5, 3],
  [1.5, 4],
  [1.7, 5],
  [2.2, 6],
  [3.2, 7],
  [4.4, 8],
  [5.4, 9],
  [5.9, 10],
  [6, 11],
  [5.9, 12],
  [5.8, 13],
  [5.7, 14],
  [5.7, 15],
  [5.7, 16],
  [5.8, 17],
  [5.8, 18],
  [5.6, 19],
  [5.2, 20],
  [4.5, 21],
  [3.7, 22],
  [2.9, 23],
] as const;

/**
 * Emergency visits and stays on the wards of the last year and a half, at every hour of every day.
 * A house without wards has none.
 */
export function drawAdmissions(
  scope: VisitScope,
  patients: readonly Patient[],
  closesAt: Moment,
): readonly Visit[] {
  const wards = scope.workforce.departments.filter(({ id }) => id.startsWith("ward-"));
  if (wards.length === 0) return [];
  const house = { ...scope, closesAt, wards: wards.map(({ id }) => admissionTo(id)) };
  return patients.flatMap((patient) => drawOf(house, patient));
}

interface House extends VisitScope {
  readonly closesAt: Moment;
  /** An admission to each ward. */
  readonly wards: readonly VisitKind[];
}

function drawOf(house: House, patient: Patient): Visit[] {
  const random = house.random.stream(`admission/${patient.person.key}`);
  const years = HISTORY_DAYS / DAYS_PER_YEAR;
  // The old come more often, the young less.
  const frailty = 0.4 + (patient.person.age / 40) ** 2 * 0.5;
  const visits: Visit[] = [];
  const times = (perYear: number): number => poisson(random, perYear * years * frailty);
  for (let count = times(EMERGENCIES_PER_YEAR); count > 0; count--)
    visits.push(emergency(house, random, patient, visits.length));
  for (let count = times(ADMISSIONS_PER_YEAR); count > 0; count--)
    visits.push(...admission(house, random, patient, visits.length));
  return visits.filter(
    ({ start }) => dayOfMoment(start) > patient.registeredOn && start < house.closesAt - 60,
  );
}

/** How often something rare happens (Knuth's method). */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count++;
  return count;
}

function emergency(house: House, random: Random, patient: Patient, nth: number): Visit {
  const start = momentOf(anyDay(house, random), random.weighted(ARRIVALS), random.int(0, 59));
  const minutes = random.int(90, 420);
  return stay(house, random, patient, { kind: VISIT_KINDS.emergency, start, minutes, nth });
}

/** A stay on a ward, mostly with the emergency visit before it. */
function admission(house: House, random: Random, patient: Patient, nth: number): Visit[] {
  const kind = random.pick(house.wards);
  const days = 1 + Math.min(20, Math.floor(-Math.log(1 - random.next()) * 4));
  const urgent = random.chance(THROUGH_EMERGENCY);
  const before = urgent ? [emergency(house, random, patient, nth)] : [];
  const start = before[0]?.end ?? momentOf(anyDay(house, random), random.int(6, 11), random.int(0, 59));
  const discharge = momentOf(dayOfMoment(start) + days, random.int(10, 17), random.int(0, 59));
  const minutes = discharge - start;
  return [...before, stay(house, random, patient, { kind, start, minutes, nth: nth + before.length })];
}

/** Up to the day the charts stand at. */
function anyDay(house: House, random: Random): Day {
  return house.today - random.int(0, HISTORY_DAYS);
}

function stay(
  house: House,
  random: Random,
  patient: Patient,
  at: { readonly kind: VisitKind; readonly start: Moment; readonly minutes: number; readonly nth: number },
): Visit {
  const { kind, start, minutes } = at;
  const encounterId = house.book.idOf("Encounter", `${patient.id}/stay/${at.nth}`);
  const finished = start + minutes < house.closesAt;
  return {
    encounterId,
    patient,
    kind: { ...kind, minutes },
    start,
    end: start + minutes,
    clinician: house.workforce.takes("provider", kind.department, encounterId) ?? patient.physician,
    nurse: house.workforce.takes("nurse", kind.department, encounterId) ?? null,
    reasons: [reasonOf(house, random, patient, dayOfMoment(start))],
    status: finished ? "finished" : "in-progress",
  };
}

/** An old problem that got worse, or a new one. */
function reasonOf(house: House, random: Random, patient: Patient, day: Day): Diagnosis {
  const known = patient.diagnoses.filter(({ since, part2 }) => since < day - KNOWN_FOR_DAYS && !part2);
  if (known.length > 0 && random.chance(0.6)) return random.pick(known);
  const { age, birthSex } = patient.person;
  const problem = random.weighted(
    ACUTE_PROBLEMS.map((each) => [each.prevalence(age, birthSex), each] as const),
  );
  return {
    problem,
    since: day - 1,
    marking: "codes-only",
    part2: false,
    confidential: false,
    conditionId: house.book.idOf("Condition", `${patient.id}/${problem.id}/stay/${day}`),
  };
}
