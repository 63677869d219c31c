import { describe, expect, test } from "vitest";
import type { JsonObject } from "../src/kernel/json.ts";
import { at, list, nameOf, ofType, sharedHospital, text, timeOf } from "./testing/shared-hospital.ts";

const hospital = sharedHospital();
const byName = new Map(hospital.resources.map((resource) => [nameOf(resource), resource] as const));

function linked(from: JsonObject, ...path: (string | number)[]): JsonObject {
  const target = byName.get(text(at(from, ...path, "reference")));
  if (target === undefined) throw new Error(`${nameOf(from)} leads nowhere at ${path.join(".")}`);
  return target;
}

describe("cause and effect", () => {
  test("a claim follows the encounter it bills", () => {
    const early = ofType(hospital, "Claim").filter(
      (claim) =>
        timeOf(claim["created"]) < timeOf(at(linked(claim, "item", 0, "encounter", 0), "period", "end")),
    );
    expect(early.map(nameOf)).toEqual([]);
  });

  test("the payer answers after the claim", () => {
    const early = ofType(hospital, "ExplanationOfBenefit").filter(
      (answer) => timeOf(answer["created"]) <= timeOf(linked(answer, "claim")["created"]),
    );
    expect(early.map(nameOf)).toEqual([]);
  });

  test("an encounter in the coding queue has no claim yet", () => {
    const claimed = new Set(
      ofType(hospital, "Claim").map((claim) => text(at(claim, "item", 0, "encounter", 0, "reference"))),
    );
    const queued = ofType(hospital, "Task")
      .map((task) => text(at(task, "focus", "reference")))
      .filter((focus) => focus.startsWith("Encounter/"));
    expect(queued.length).toBeGreaterThan(0);
    expect(queued.filter((encounter) => claimed.has(encounter))).toEqual([]);
  });

  test("results follow the order and the specimen", () => {
    const results = ofType(hospital, "Observation").filter(({ basedOn }) => basedOn !== undefined);
    const early = results.filter(
      (result) =>
        timeOf(result["issued"]) <= timeOf(linked(result, "basedOn", 0)["authoredOn"]) ||
        timeOf(result["issued"]) <= timeOf(linked(result, "specimen")["receivedTime"]),
    );
    expect(results.length).toBeGreaterThan(0);
    expect(early.map(nameOf)).toEqual([]);
  });

  test("a medicine is handed over after it was prescribed", () => {
    const early = ofType(hospital, "MedicationDispense").filter(
      (dispense) =>
        timeOf(dispense["whenHandedOver"]) <=
        timeOf(linked(dispense, "authorizingPrescription", 0)["authoredOn"]),
    );
    expect(early.map(nameOf)).toEqual([]);
  });

  test("nobody is seen before birth, and no condition is a reason before it began", () => {
    const early = ofType(hospital, "Encounter").filter((encounter) => {
      const start = timeOf(at(encounter, "period", "start"));
      const begun = list(encounter["diagnosis"]).map((_, index) =>
        timeOf(linked(encounter, "diagnosis", index, "condition")["onsetDateTime"]),
      );
      return (
        start < timeOf(linked(encounter, "subject")["birthDate"]) || begun.some((onset) => onset > start)
      );
    });
    expect(early.map(nameOf)).toEqual([]);
  });

  test("no clinician sees two patients at once", () => {
    const taken = hospital.demand.visits.toSorted((a, b) => a.start - b.start);
    const double = taken.filter((visit, index) =>
      taken
        .slice(index + 1, index + 40)
        .some((other) => other.clinician === visit.clinician && other.start < visit.end),
    );
    expect(double.map(({ encounterId }) => encounterId)).toEqual([]);
  });

  test("psychotherapy notes bear their label and name their author", () => {
    const labeled = ofType(hospital, "DocumentReference").filter((note) =>
      list(at(note, "meta", "security")).some((label) => at(label, "code") === "PSYTHPN"),
    );
    const sessions = ofType(hospital, "DocumentReference").filter(
      (note) => at(note, "type", "coding", 0, "code") === "34866-4",
    );
    expect(labeled.length).toBeGreaterThan(4);
    expect(labeled).toEqual(sessions);
    expect(
      labeled.every((note) => text(at(note, "author", 0, "reference")).startsWith("Practitioner/")),
    ).toBe(true);
  });
});
