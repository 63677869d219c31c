import type { IdSource } from "../ids.ts";
import type { Day } from "../calendar.ts";
import type { Random } from "../random.ts";
import type { Cast, Part } from "../world/cast.ts";
import type { Household, Person } from "../world/types.ts";
import type { Member, Workforce } from "../workforce/types.ts";
import type { SizePlan } from "../sizes.ts";
import { isPrimaryCare } from "../workforce/departments.ts";
import { HOSPITAL_ADDRESS } from "../world/places.ts";
import { drawPayer } from "./payers.ts";
import { CHRONIC_PROBLEMS } from "./problems.ts";
import { DEALS } from "./sensitive-deals.ts";
import type { Deal } from "./sensitive-deals.ts";
import type { Diagnosis, Patient, Problem } from "./types.ts";

/** Most of a household goes to the same practice, not all of it. */
const REGISTERS = 0.85;
/** Longer ago than the oldest visit that is kept. */
const REGISTERED_DAYS_AGO: readonly [number, number] = [560, 2_500];
const COPAYS = [15, 20, 25, 30, 40] as const;
const PAULS_SHARE = 0.45;

export interface PatientScope {
  readonly random: Random;
  readonly book: IdSource;
  readonly cast: Cast;
  readonly workforce: Workforce;
  readonly today: Day;
  readonly count: number;
  readonly jobs: SizePlan["jobs"];
}

/** The part of the one patient who can sign in; has grown children or none, and no sensitive problem. */
export const PAT: Part = {
  userName: "pat.patient",
  given: ["Pat", "Jordan"],
  family: "Rivera",
  fits: ({ age, role }) => age >= 42 && age <= 60 && role !== "child",
};

const PAT_ID = "patient-pat";

/** People of the town who registered, with their physician, insurance and problems. The demo people of the workforce did not. */
export function registerPatients(scope: PatientScope): readonly Patient[] {
  const pat = scope.cast.players.get(PAT.userName)?.key;
  const playing = new Set([...scope.cast.players.values()].map(({ key }) => key));
  const people = scope.cast.world.households.flatMap((household) =>
    household.members.map((person) => ({ household, person })),
  );
  const registered = people.filter(
    ({ person }) => person.key === pat || (!playing.has(person.key) && scope.random.chance(REGISTERS)),
  );
  const isPat = ({ person }: Candidate): boolean => person.key === pat;
  const candidates = [...registered.filter(isPat), ...registered.filter((each) => !isPat(each))].slice(
    0,
    scope.count,
  );
  return dealSensitiveAreas(
    scope,
    candidates.map((candidate) => register(scope, candidate, isPat(candidate))),
  );
}

interface Candidate {
  readonly household: Household;
  readonly person: Person;
}

function register(scope: PatientScope, { household, person }: Candidate, isPat: boolean): Patient {
  const random = scope.random.stream(person.key);
  const { age } = person;
  const id = isPat ? PAT_ID : scope.book.idOf("Patient", person.key);
  return {
    id,
    household,
    person,
    mrn: `AF${random.digits(8)}`,
    ssn: `9${random.digits(2)}-${random.digits(2)}-${random.digits(4)}`,
    physician: isPat ? scope.workforce.member("paul.provider") : drawPhysician(random, scope, household),
    diagnoses: drawDiagnoses(scope, random, id, person),
    payer: drawPayer(random, age),
    memberId: `GM${random.digits(9)}`,
    coverageId: scope.book.idOf("Coverage", person.key),
    ...drawAccount(random),
    registeredOn: Math.max(person.bornOn + 1, scope.today - random.int(...REGISTERED_DAYS_AGO)),
  };
}

function drawAccount(random: Random): Pick<Patient, "groupNumber" | "copay" | "balance" | "accountNumber"> {
  const copay = random.pick(COPAYS);
  return {
    groupNumber: `G${random.digits(6)}`,
    copay,
    balance: random.chance(0.5) ? 0 : random.int(1, 6) * copay,
    accountNumber: `A${random.digits(8)}`,
  };
}

/** A practice has few physicians, and paul.provider the largest panel; elsewhere one goes to the site near home. */
function drawPhysician(random: Random, { workforce, jobs }: PatientScope, household: Household): Member {
  if (jobs === "shared") return random.pick(physiciansNear(workforce, household.address.town.name));
  const physicians = workforce.staff("provider", "primary-care");
  const others = physicians.filter((member) => member.userName !== "paul.provider");
  return random.chance(PAULS_SHARE) ? workforce.member("paul.provider") : random.pick(others);
}

function physiciansNear(workforce: Workforce, town: string): readonly Member[] {
  const sites = workforce.departments.filter(({ id }) => isPrimaryCare(id));
  const near = sites.filter((site) => (site.town ?? HOSPITAL_ADDRESS.city) === town);
  return (near.length === 0 ? sites : near).flatMap(({ id }) => workforce.staff("provider", id));
}

function drawDiagnoses(scope: PatientScope, random: Random, patientId: string, person: Person): Diagnosis[] {
  const { age } = person;
  return CHRONIC_PROBLEMS.filter((problem) => random.chance(problem.prevalence(age, person.birthSex))).map(
    (problem) => diagnose(scope, random, { patientId, person, problem }),
  );
}

interface Finding {
  readonly patientId: string;
  readonly person: Person;
  readonly problem: Problem;
  readonly deal?: Deal;
  readonly nth?: number;
}

function diagnose(scope: PatientScope, random: Random, finding: Finding): Diagnosis {
  const { patientId, person, problem, deal, nth = 0 } = finding;
  return {
    problem,
    since: Math.max(person.bornOn + 1, scope.today - random.int(200, 1_800)),
    conditionId: scope.book.idOf("Condition", `${patientId}/${problem.id}`),
    // Every second one is known by its codes alone, as in real systems, where labels are the exception.
    marking: deal?.part2 === true || nth % 2 === 0 ? "labeled" : "codes-only",
    part2: deal?.part2 === true,
    confidential: deal?.confidential === true,
  };
}

/** Deals the sensitive problems out to people they fit; the first of each goes to a patient of paul.provider. */
function dealSensitiveAreas(scope: PatientScope, patients: readonly Patient[]): readonly Patient[] {
  const dealt = new Map<string, Diagnosis[]>();
  for (const deal of DEALS) {
    const random = scope.random.stream(`deal/${deal.id}`);
    const fitting = random
      .sample(patients, patients.length)
      .filter((patient) => !dealt.has(patient.id) && fits(deal, patient));
    const first = fitting.find((patient) => patient.physician.userName === "paul.provider");
    const chosen = [first, ...fitting.filter((patient) => patient !== first)].filter(
      (patient) => patient !== undefined,
    );
    const count = Math.max(2, Math.round((deal.perThousand * patients.length) / 1_000));
    for (const [nth, patient] of chosen.slice(0, count).entries()) {
      dealt.set(
        patient.id,
        deal.problems.map((problem) =>
          diagnose(scope, random, { patientId: patient.id, person: patient.person, problem, deal, nth }),
        ),
      );
    }
  }
  return patients.map((patient) => ({
    ...patient,
    diagnoses: [...patient.diagnoses, ...(dealt.get(patient.id) ?? [])],
  }));
}

function fits(deal: Deal, patient: Patient): boolean {
  return patient.id !== PAT_ID && deal.fits(patient.person.age, patient.person.birthSex);
}
