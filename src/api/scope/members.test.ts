import { describe, expect, it } from "vitest";
import { smallCatalogue } from "../../catalogue/testing/shipped.ts";
import { membersOf } from "./members.ts";

const catalogue = smallCatalogue({
  "patient.name": "Patient.name",
  "patient.mrn": "Patient.identifier[type.coding.code=MR]",
  "patient.other-ids": "Patient.identifier",
  "claim.lines": "Claim.item",
  "claim.amounts": "Claim.item.net",
  "observation.laboratory": "Observation[category.coding.code=laboratory]",
});
const all = new Set(catalogue.elements.map(({ index }) => index));
const only = (...ids: string[]) => new Set(ids.map((id) => catalogue.byId(id)?.index ?? -1));

const pathsOf = (type: string, shown: ReadonlySet<number>) =>
  membersOf(catalogue, type, shown).map(
    ({ path, element, when }) => `${path}${when.map(({ test }) => test).join("")} ${element}`,
  );

describe("which member holds which element", () => {
  it("names the member of an element", () => {
    expect(pathsOf("Patient", all)).toContain("name patient.name");
  });

  it("tells items of one list apart by the catalogue's own test", () => {
    expect(pathsOf("Patient", all)).toContain("identifier[type.coding.code=MR] patient.mrn");
    expect(pathsOf("Patient", all)).toContain("identifier patient.other-ids");
  });

  it("descends where several elements share a member, and only there", () => {
    expect(pathsOf("Claim", only("claim.lines"))).toEqual([" claim.lines"]);
    expect(pathsOf("Claim", all)).toContain("item.net claim.amounts");
    expect(pathsOf("Claim", all)).toContain("item.quantity claim.lines");
  });

  it("takes a record that is one element as a whole", () => {
    expect(pathsOf("Observation", all)).toEqual(["[category.coding.code=laboratory] observation.laboratory"]);
  });

  it("F008 names no element that is not shown", () => {
    expect(pathsOf("Patient", only("patient.mrn", "patient.name"))).toEqual([
      "name patient.name",
      "identifier[type.coding.code=MR] patient.mrn",
    ]);
  });
});
