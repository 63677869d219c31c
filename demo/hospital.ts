import type { JsonObject } from "../src/kernel/json.ts";
import { RecordBook } from "./book.ts";
import type { Day } from "./calendar.ts";
import { writeChartByChart, writeCharts } from "./charts/write.ts";
import type { Demand, Patient } from "./demand/types.ts";
import { findLandmarks } from "./landmarks.ts";
import type { Landmarks } from "./landmarks.ts";
import { drawScene } from "./scene.ts";
import type { Scene } from "./scene.ts";
import type { HospitalSize } from "./sizes.ts";
import type { Workforce } from "./workforce/types.ts";
import type { World } from "./world/types.ts";

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
 * `now` is in milliseconds since 1970; only its day in the hospital's zone counts. All charts are in memory:
 * `chartsOf` is for sizes at which that is too much.
 */
export function generateHospital(options: {
  readonly seed: string;
  readonly size: HospitalSize;
  readonly now: number;
}): Hospital {
  const scene = drawScene(options);
  const resources: JsonObject[] = [];
  const { seed, today, closesAt, random, world, workforce, demand } = scene;
  const book = new RecordBook(seed, closesAt, (record) => resources.push(record));
  writeCharts({ book, random: random.stream("charts"), workforce, today, closesAt }, demand);
  const landmarks = findLandmarks({ demand, records: resources, today });
  return { seed, size: options.size, today, world, workforce, demand, resources, landmarks };
}

/** A record and whose it is; null: it belongs to nobody's chart. */
export interface ChartedRecord {
  readonly record: JsonObject;
  readonly patient: Patient | null;
}

/** The charts of a scene one after the other, each freed once it was taken. The same scene gives the same records. */
export function* chartsOf(scene: Scene): Generator<readonly ChartedRecord[]> {
  let written: ChartedRecord[] = [];
  const { seed, closesAt, random, workforce, today, demand } = scene;
  const book = new RecordBook(seed, closesAt, (record, patient) => written.push({ record, patient }));
  const scope = { book, random: random.stream("charts"), workforce, today, closesAt };
  for (const patient of writeChartByChart(scope, demand)) {
    book.closeChart(patient);
    yield written;
    written = [];
  }
  yield written;
}
