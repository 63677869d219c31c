import type { JsonObject } from "../src/kernel/json.ts";
import { RecordBook } from "./book.ts";
import { dayOf } from "./calendar.ts";
import type { Day } from "./calendar.ts";
import { writeCharts } from "./charts/write.ts";
import { drawBillings } from "./demand/billing.ts";
import { closingTime, drawBookings, visitsUnderWay } from "./demand/bookings.ts";
import { Diary } from "./demand/diary.ts";
import { PAT, registerPatients } from "./demand/patients.ts";
import type { Demand } from "./demand/types.ts";
import { drawVisits } from "./demand/visits.ts";
import { findLandmarks } from "./landmarks.ts";
import type { Landmarks } from "./landmarks.ts";
import { Random } from "./random.ts";
import { hireWorkforce, workforceParts } from "./workforce/roster.ts";
import type { Workforce } from "./workforce/types.ts";
import { castParts } from "./world/cast.ts";
import { buildWorld } from "./world/households.ts";
import type { World } from "./world/types.ts";

/** How large a hospital is. People of the town are more than its patients. */
const SIZES = {
  practice: { patients: 250, townspeople: 420 },
} as const;

export type HospitalSize = keyof typeof SIZES;

export const DEFAULT_SEED = "alder-falls";

/** A synthetic hospital: its world, its people, what happened, and the charts that tell of it. */
export interface Hospital {
  readonly seed: string;
  readonly size: HospitalSize;
  /** The hospital's day the charts stand at. */
  readonly today: Day;
  readonly world: World;
  readonly workforce: Workforce;
  readonly demand: Demand;
  /** FHIR R4 resources, in a stable order. */
  readonly resources: readonly JsonObject[];
  readonly landmarks: Landmarks;
}

/**
 * A hospital that is a function of its seed, size and day: the same arguments give the same bytes.
 * Causal order: world → workforce → demand → charts; labels and sensitive areas follow from what happened.
 * `now` is in milliseconds since 1970; only its day in the hospital's zone counts.
 */
export function generateHospital(options: {
  readonly seed: string;
  readonly size: HospitalSize;
  readonly now: number;
}): Hospital {
  const { seed, size } = options;
  const random = new Random(seed);
  const today = dayOf(options.now);
  const closesAt = closingTime(today);
  const book = new RecordBook(seed, closesAt);
  const town = buildWorld(random.stream("world"), { people: SIZES[size].townspeople, today });
  const cast = castParts(random.stream("cast"), town, [...workforceParts(), PAT]);
  const workforce = hireWorkforce(random.stream("workforce"), cast);
  const patients = registerPatients({
    random: random.stream("patients"),
    book,
    cast,
    workforce,
    today,
    count: SIZES[size].patients,
  });
  const visitScope = { random: random.stream("visits"), book, diary: new Diary(today), workforce, today };
  const past = drawVisits(visitScope, patients);
  const bookings = drawBookings(visitScope, patients, past, closesAt);
  const billings = drawBillings({ random: random.stream("billing"), book, today }, past);
  const demand: Demand = {
    patients,
    visits: [...past, ...visitsUnderWay(visitScope, bookings)],
    bookings,
    billings,
  };
  writeCharts({ book, random: random.stream("charts"), workforce, today, closesAt }, demand);
  const landmarks = findLandmarks({ demand, records: book.records, today });
  return { seed, size, today, world: cast.world, workforce, demand, resources: book.records, landmarks };
}
