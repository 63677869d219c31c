import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { stringifyJson } from "../src/kernel/json.ts";
import { dateTime } from "./calendar.ts";
import { generateHospital } from "./hospital.ts";
import type { Hospital } from "./hospital.ts";
import type { Landmarks } from "./landmarks.ts";
import { NOW, ofType, sharedHospital, text } from "./testing/shared-hospital.ts";

const HOUR = 3_600_000;

function digest(hospital: Hospital): string {
  const hash = createHash("sha256");
  for (const resource of hospital.resources) hash.update(stringifyJson(resource));
  return hash.digest("hex");
}

function countOf(hospital: Hospital, type: string): number {
  return ofType(hospital, type).length;
}

/** Landmarks without those of the work queues, which follow the day. */
function lasting(hospital: Hospital): Partial<Landmarks> {
  const {
    billablePatient: _billable,
    assignedClaim: _claim,
    codingEncounter: _coding,
    ...rest
  } = hospital.landmarks;
  return rest;
}

describe("generateHospital", () => {
  test("F158 the same seed on the same day gives the same bytes", () => {
    const again = generateHospital({ seed: sharedHospital().seed, size: "practice", now: NOW + 3 * HOUR });
    expect(digest(again)).toBe(digest(sharedHospital()));
  });

  test("F158 another seed gives other patients", () => {
    const other = generateHospital({ seed: "another", size: "practice", now: NOW });
    const ids = new Set(ofType(sharedHospital(), "Patient").map(({ id }) => id));
    const shared = ofType(other, "Patient").filter(({ id }) => ids.has(id));
    expect(shared.map(({ id }) => id)).toEqual(["patient-pat"]);
  });

  test("F158 the landmarks of patients and notes are the same the next day", () => {
    const later = generateHospital({ seed: sharedHospital().seed, size: "practice", now: NOW + 24 * HOUR });
    expect(lasting(later)).toEqual(lasting(sharedHospital()));
  });

  test("F158 a practice has 250 patients, about 30 staff and more than 10,000 records", () => {
    const hospital = sharedHospital();
    expect(countOf(hospital, "Patient")).toBe(250);
    expect(countOf(hospital, "Practitioner")).toBe(31);
    expect(hospital.resources.length).toBeGreaterThan(10_000);
    expect(hospital.resources.length).toBeLessThan(16_000);
  });

  test.each(["alpha", "beta"])("F158 the seed `%s` has every landmark and patients in the rooms", (seed) => {
    const hospital = generateHospital({ seed, size: "practice", now: Date.parse("2026-11-21T12:00:00Z") });
    expect(Object.values(hospital.landmarks).every((landmark) => landmark !== "")).toBe(true);
    expect(hospital.demand.visits.some(({ status }) => status === "in-progress")).toBe(true);
  });

  test("ids are unique within a type", () => {
    const names = sharedHospital().resources.map(
      (resource) => `${text(resource["resourceType"])}/${text(resource["id"])}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test("nothing was written after the charts close", () => {
    const hospital = sharedHospital();
    const close = Date.parse(dateTime(hospital.today * 1_440 + 11 * 60)) + 60_000;
    const late = hospital.resources.filter((resource) => {
      const meta = resource["meta"] as { lastUpdated: string };
      return Date.parse(meta.lastUpdated) > close;
    });
    expect(late).toEqual([]);
  });
});
