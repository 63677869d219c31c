import { dayOf } from "./calendar.ts";
import type { Day, Moment } from "./calendar.ts";
import { drawAdmissions } from "./demand/admissions.ts";
import { drawBillings } from "./demand/billing.ts";
import { closingTime, drawBookings, visitsUnderWay } from "./demand/bookings.ts";
import { Diary } from "./demand/diary.ts";
import { idSource } from "./ids.ts";
import { PAT, registerPatients } from "./demand/patients.ts";
import type { Demand } from "./demand/types.ts";
import { drawVisits } from "./demand/visits.ts";
import { Random } from "./random.ts";
import { planOf } from "./sizes.ts";
import type { HouseSize } from "./sizes.ts";
import { hireWorkforce, workforceParts } from "./workforce/roster.ts";
import type { Workforce } from "./workforce/types.ts";
import { castParts } from "./world/cast.ts";
import { buildWorld } from "./world/households.ts";
import type { World } from "./world/types.ts";

/** Everything that is so, and everything that happened, before anyone wrote it down. */
export interface Scene {
  readonly seed: string;
  readonly size: HouseSize;
  /** The hospital's day the charts stand at. */
  readonly today: Day;
  /** The moment the charts stand at; nothing lies after it but appointments. */
  readonly closesAt: Moment;
  readonly random: Random;
  readonly world: World;
  readonly workforce: Workforce;
  readonly demand: Demand;
}

/**
 * A world that is a function of its seed, size and day. Causal order: world → workforce → demand; each part
 * draws from its own named stream. `now` is in milliseconds since 1970; only its day in the hospital's zone counts.
 * `tell` hears what is under way, one line each.
 */
export function drawScene(
  options: { readonly seed: string; readonly size: HouseSize; readonly now: number },
  tell: (line: string) => void = () => undefined,
): Scene {
  const { seed, size } = options;
  const plan = planOf(size);
  const random = new Random(seed);
  const today = dayOf(options.now);
  const closesAt = closingTime(today);
  const book = idSource(seed);
  tell(`a town of ${plan.townspeople} people`);
  const town = buildWorld(random.stream("world"), { people: plan.townspeople, today });
  const cast = castParts(random.stream("cast"), town, [...workforceParts(), PAT]);
  const workforce = hireWorkforce(random.stream("workforce"), cast, plan);
  tell(`${workforce.members.length} staff, ${plan.patients} patients`);
  const patients = registerPatients({
    random: random.stream("patients"),
    book,
    cast,
    workforce,
    today,
    count: plan.patients,
    jobs: plan.jobs,
  });
  const { weekendShare } = plan;
  const diary = new Diary(today, weekendShare > 0);
  const visitScope = { random: random.stream("visits"), book, diary, workforce, today, weekendShare };
  tell("a year and a half of visits");
  const ambulatory = drawVisits(visitScope, patients);
  const bookings = drawBookings(visitScope, patients, ambulatory, closesAt);
  const stays = drawAdmissions(visitScope, patients, closesAt);
  const past = stays.length === 0 ? ambulatory : [...ambulatory, ...stays].toSorted(byStart);
  const billings = drawBillings({ random: random.stream("billing"), book, today }, past);
  const demand: Demand = {
    patients,
    visits: [...past, ...visitsUnderWay(visitScope, bookings)],
    bookings,
    billings,
  };
  return { seed, size, today, closesAt, random, world: cast.world, workforce, demand };
}

function byStart(a: { readonly start: Moment }, b: { readonly start: Moment }): number {
  return a.start - b.start;
}
