import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chartsOf } from "../hospital.ts";
import { drawScene } from "../scene.ts";
import { NOW, text } from "../testing/shared-hospital.ts";
import type { Stored } from "./resource-store.ts";
import { ResourceStore } from "./resource-store.ts";
import { parseQuery } from "./query.ts";
import { search } from "./search.ts";
import { shelveCharts } from "./shelved-records.ts";
import { Shelf } from "./shelf.ts";
import { startDemoThread } from "./thread.ts";

const scene = drawScene({ seed: "shelves", size: "practice", now: NOW });
const records = [...chartsOf(scene)].flat();
const whole = ResourceStore.of(records.map(({ record }) => record));
const told: string[] = [];
let shelved: ResourceStore;

beforeAll(async () => {
  shelved = await shelveCharts(scene, (line) => told.push(line));
});

const found = (store: ResourceStore, type: string, query: string): readonly Stored[] =>
  search(store, parseQuery(store, type, new URLSearchParams(query)));
const names = (stored: readonly Stored[]): string[] => stored.map(({ type, id }) => `${type}/${id}`);

describe("records on shelves", () => {
  test("read as they were written", () => {
    for (const type of whole.types()) {
      const texts = (store: ResourceStore): string[] => store.ofType(type).map((stored) => stored.text);
      expect(texts(shelved)).toEqual(texts(whole));
    }
  });

  test("whose chart a record is in is what its parameter `patient` points to, for every record", () => {
    const wrong = records.filter(({ record, patient }) => {
      if (patient === null) return false;
      const type = text(record["resourceType"]);
      if (whole.parameter(type, "patient")?.type !== "reference") return false;
      return whole.patientsOf(type, record).join() !== `Patient/${patient.id}`;
    });
    expect(wrong.map(({ record }) => record["resourceType"])).toEqual([]);
  });

  test.each([
    ["Observation", "patient=Patient/patient-pat"],
    ["Encounter", "date=ge2026-04-01&_sort=-date"],
    ["Task", "owner=Practitioner/practitioner-bea-biller"],
    ["Provenance", "patient=patient-pat"],
    ["Encounter", "participant=Practitioner/practitioner-paul-provider&patient=patient-pat"],
  ])("`%s?%s` finds what it finds among records held as objects", (type, query) => {
    expect(names(found(whole, type, query)).length).toBeGreaterThan(type === "Provenance" ? -1 : 0);
    expect(names(found(shelved, type, query))).toEqual(names(found(whole, type, query)));
  });

  test("take an eighth of the room or less", async () => {
    const shelf = new Shelf();
    const notes = whole.ofType("Observation");
    for (const note of notes) shelf.put(note.text);
    await shelf.settle();
    const bytes = notes.reduce((sum, note) => sum + note.text.length, 0);
    expect(bytes / shelf.bytes).toBeGreaterThan(8);
  });

  test("the builder says at the end how many there are", () => {
    expect(told.at(-1)).toContain(`${records.length} records`);
  });
});

describe("the hospital in a thread of its own", () => {
  const lines: string[] = [];
  let thread: Awaited<ReturnType<typeof startDemoThread>>;
  beforeAll(async () => {
    const order = { seed: "shelves", size: "practice", now: NOW } as const;
    thread = await startDemoThread(order, (line) => lines.push(line));
  });
  afterAll(() => thread.close());

  test("F158 answers over HTTP with the records of its seed", async () => {
    const response = await fetch(`${thread.url}/Patient/${thread.patientId}`);
    expect(await response.text()).toBe(whole.read("Patient", thread.patientId)?.text);
  });

  test("says what it is doing while it is being built", () => {
    expect(lines.length).toBeGreaterThan(2);
  });
});
