import { expect, it } from "vitest";
import { buildRelationIndex } from "./relation-index.ts";
import { fact } from "./testing/clinic.ts";

it("finds the facts of a relation about a patient, in the order given", () => {
  const first = fact("billable", "p1", { source: "Encounter/1" });
  const second = fact("billable", "p1", { source: "Encounter/2" });
  const index = buildRelationIndex([first, fact("clinic", "p1"), second, fact("billable", "p2")]);
  expect(index.find("billable", "p1")).toEqual([first, second]);
});

it("finds nothing where nothing is", () => {
  const index = buildRelationIndex([fact("billable", "p1")]);
  expect(index.find("clinic", "p1")).toEqual([]);
  expect(index.find("billable", "__proto__")).toEqual([]);
  expect([...index.patients("clinic")]).toEqual([]);
});

it("names every patient of a relation once", () => {
  const index = buildRelationIndex([fact("billable", "p1"), fact("billable", "p1"), fact("billable", "p2")]);
  expect([...index.patients("billable")]).toEqual(["p1", "p2"]);
});
