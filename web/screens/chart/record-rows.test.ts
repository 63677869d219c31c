import { describe, expect, it } from "vitest";
import { headlineOf, passes, rowsOf } from "./record-rows.ts";
import type { Member } from "./scope.ts";

const member = (path: string, element: string, test?: string, at = path): Member => ({
  path,
  element,
  when: test === undefined ? [] : [{ at, test }],
});

const patient = {
  resourceType: "Patient",
  id: "7",
  meta: { versionId: "1" },
  identifier: [
    { type: { coding: [{ code: "MR" }] }, value: "AF1" },
    { type: { coding: [{ code: "DL" }] }, value: "NH2" },
  ],
  name: [{ text: "Ana Luz" }],
  gender: "female",
  _birthDate: { extension: [{ url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason" }] },
};

describe("the rows of a record", () => {
  it("F008 stand under the elements of the catalogue, in the order of the record", () => {
    const rows = rowsOf(patient, [member("gender", "patient.sex"), member("name", "patient.name")]);
    expect(rows.map(({ elements }) => elements)).toEqual([["patient.name"], ["patient.sex"]]);
  });

  it("tell items of one list apart by the catalogue's test, the more particular first", () => {
    const rows = rowsOf(patient, [
      member("identifier", "patient.other-ids"),
      member("identifier", "patient.mrn", "[type.coding.code=MR]"),
    ]);
    expect(rows.map(({ elements, values }) => [elements[0], values[0]?.words])).toEqual([
      ["patient.mrn", "AF1"],
      ["patient.other-ids", "NH2"],
    ]);
  });

  it("gather the members of one element under it", () => {
    const condition = {
      resourceType: "Condition",
      clinicalStatus: { text: "Active" },
      verificationStatus: { text: "Confirmed" },
    };
    const [row] = rowsOf(condition, [
      member("clinicalStatus", "condition.status"),
      member("verificationStatus", "condition.status"),
    ]);
    expect(row?.values).toEqual([
      { member: "clinical status", words: "Active" },
      { member: "verification status", words: "Confirmed" },
    ]);
  });

  it("show a whole record that is one element, without what the page says already", () => {
    const observation = {
      resourceType: "Observation",
      id: "1",
      subject: { reference: "Patient/7" },
      category: [{ coding: [{ code: "laboratory" }], text: "Laboratory" }],
      valueQuantity: { value: 5, unit: "%" },
    };
    const [row] = rowsOf(observation, [
      member("", "observation.laboratory", "[category.coding.code=laboratory]"),
      member("", "observation.vital-signs", "[category.coding.code=vital-signs]"),
    ]);
    expect(row).toEqual({
      elements: ["observation.laboratory"],
      values: [
        { member: "category", words: "Laboratory" },
        { member: "value", words: "5 %" },
      ],
    });
  });

  it("descend to the members that several elements share", () => {
    const claim = {
      resourceType: "Claim",
      item: [{ quantity: { value: 1 }, net: { value: 9, currency: "USD" } }],
    };
    const rows = rowsOf(claim, [member("item.quantity", "claim.lines"), member("item.net", "claim.amounts")]);
    expect(rows.map(({ elements, values }) => [elements[0], values[0]?.words])).toEqual([
      ["claim.lines", "1"],
      ["claim.amounts", "9 USD"],
    ]);
  });

  it("F008 show a masked primitive in the place of its value", () => {
    expect(rowsOf(patient, [member("birthDate", "patient.birth-date")])[0]?.values[0]?.words).toBe("masked");
  });

  it("leave aside what the scope names no element for", () => {
    expect(rowsOf(patient, [])).toEqual([]);
  });

  it.each([
    ["[use=official]", { use: "official" }, true],
    ["[use=official,usual]", { use: "usual" }, true],
    ["[use=official][system=a]", { use: "official", system: "b" }, false],
    ["[code.coding=s|1]", { code: { coding: [{ system: "s", code: "1" }] } }, true],
    ["[use=official]", "official", false],
  ])("read the test %s", (test, item, holds) => {
    expect(passes(item, test)).toBe(holds);
  });

  it("are headed by what the record is, its value and its day", () => {
    expect(
      headlineOf({
        resourceType: "Observation",
        code: { text: "Hemoglobin" },
        valueQuantity: { value: 13, unit: "g/dL" },
        effectiveDateTime: "2026-05-04",
      }),
    ).toEqual({ name: "Hemoglobin", value: "13 g/dL", date: "May 4, 2026" });
  });
});
