import { parseJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { chartsOf } from "../hospital.ts";
import type { ChartedRecord } from "../hospital.ts";
import type { Scene } from "../scene.ts";
import { ResourceStore } from "./resource-store.ts";
import type { Stored } from "./resource-store.ts";
import { Shelf } from "./shelf.ts";
import type { Place } from "./shelf.ts";

/** Charts between two looks at what is left to compress. */
const CHARTS_A_STEP = 50;
/** Whoever syncs asks for these again and again, over the whole type: reading it all would take too long for them. */
const SEARCHED_OFTEN: Readonly<Record<string, readonly string[]>> = {
  Encounter: ["date"],
  Appointment: ["date"],
  Claim: ["created"],
  ExplanationOfBenefit: ["created"],
};
const TOLD_EVERY_MS = 5_000;

/** A record whose text lies on a shelf; it is read again each time it is asked for. */
class ShelvedRecord implements Stored {
  readonly type: string;
  readonly id: string;
  readonly order: number;
  readonly #shelf: Shelf;
  readonly #place: Place;

  constructor(named: { type: string; id: string; order: number }, shelf: Shelf, place: Place) {
    this.type = named.type;
    this.id = named.id;
    this.order = named.order;
    this.#shelf = shelf;
    this.#place = place;
  }

  get text(): string {
    return this.#shelf.get(this.#place);
  }

  get resource(): JsonObject {
    return parseJsonObject(Buffer.from(this.text, "utf8"));
  }
}

/**
 * Writes the charts of a scene, one after the other, onto shelves of compressed bytes: one for each type, since
 * most searches are by type. `tell` hears how far it has got, at most every five seconds.
 */
export async function shelveCharts(scene: Scene, tell: (line: string) => void): Promise<ResourceStore> {
  const store = new ResourceStore({ remembersValues: false });
  const shelves = new Map<string, Shelf>();
  const progress = { charts: 0, records: 0, toldAt: Date.now() };
  for (const chart of chartsOf(scene)) {
    for (const charted of chart) shelve(charted, progress.records++, shelves, store);
    progress.charts++;
    if (progress.charts % CHARTS_A_STEP !== 0) continue;
    await Promise.all([...shelves.values()].map((shelf) => shelf.settle()));
    if (Date.now() - progress.toldAt < TOLD_EVERY_MS) continue;
    progress.toldAt = Date.now();
    tell(`charts ${progress.charts} of ${scene.demand.patients.length}`);
  }
  await Promise.all([...shelves.values()].map((shelf) => shelf.settle()));
  const bytes = [...shelves.values()].reduce((sum, shelf) => sum + shelf.bytes, 0);
  tell(`${progress.records} records, ${Math.round(bytes / 1e6)} MB compressed`);
  return store;
}

function shelve(
  { record, patient }: ChartedRecord,
  order: number,
  shelves: Map<string, Shelf>,
  store: ResourceStore,
): void {
  const { resourceType: type, id } = record;
  if (typeof type !== "string" || typeof id !== "string") return;
  const shelf = shelves.get(type) ?? new Shelf();
  shelves.set(type, shelf);
  const stored = new ShelvedRecord({ type, id, order }, shelf, shelf.put(stringifyJson(record)));
  store.remember(stored, SEARCHED_OFTEN[type] ?? [], record);
  store.add(stored, patient === null ? store.patientsOf(type, record) : [`Patient/${patient.id}`]);
}
