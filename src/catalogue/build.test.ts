import { describe, expect, it } from "vitest";
import { buildCatalogue } from "./build.ts";
import { element, shippedCatalogue, smallCatalogue } from "./testing/shipped.ts";

describe("buildCatalogue", () => {
  it("F005 gives each element by id, column and header", () => {
    const catalogue = shippedCatalogue();
    const ssn = catalogue.byId("patient.ssn");
    expect(ssn?.sensitivity).toBe("very-high");
    expect(catalogue.byColumn("patients", "ssn")).toBe(ssn);
    expect(catalogue.byHeader("social-security_NUMBER")).toBe(ssn);
  });

  it("F005 selects a glob in order and an exact id alone", () => {
    const catalogue = smallCatalogue({
      "claim.header": "Claim.status",
      "claim.total": "Claim.total",
      "patient.name": "Patient.name",
    });
    expect(catalogue.select("claim.*")).toEqual([0, 1]);
    expect(catalogue.select("claim.total")).toEqual([1]);
  });

  it.each(["*", ".*", "claims.*", "claim", "claim.", "claim.tot*"])(
    "F005 selects nothing with `%s`",
    (pattern) => {
      const catalogue = smallCatalogue({ "claim.header": "Claim.status", "claim.total": "Claim.total" });
      expect(catalogue.select(pattern)).toBeUndefined();
    },
  );

  it("F005 reports every fault at once, each with its element", () => {
    const built = buildCatalogue([
      element("patient.name", 0, ["Patient.nme", "Patient.name"], { sql: ["patients.name"] }),
      element("patient.alias", 1, ["Patient.name"], { sql: ["patients.name"] }),
    ]);
    const faults = built.ok ? [] : built.error.map((fault) => [fault.element, fault.code]);
    expect(faults).toEqual([
      ["patient.name", "path_unknown"],
      ["patient.alias", "column_conflict"],
      ["patient.alias", "path_conflict"],
    ]);
  });

  it.each([
    ["id_conflict", element("a.b", 0, []), element("a.b", 1, [])],
    ["index_invalid", element("a.b", 0, []), element("a.c", 7, [])],
    ["id_invalid", element("a.b", 0, []), element("a_b", 1, [])],
    ["id_invalid", element("a.b", 0, []), element("a.*", 1, [])],
    ["column_invalid", element("a.b", 0, []), element("a.c", 1, [], { sql: ["ssn"] })],
    ["column_conflict", element("a.b", 0, [], { sql: ["t.c"] }), element("a.c", 1, [], { sql: ["t.c"] })],
    [
      "header_conflict",
      element("a.b", 0, [], { csv: ["Zip Code"] }),
      element("a.c", 1, [], { csv: ["ZIP-code"] }),
    ],
  ] as const)("P8 `%s` is a fault of the second element", (code, first, second) => {
    const built = buildCatalogue([first, second]);
    expect(built.ok ? [] : built.error.map((fault) => [fault.code, fault.index])).toEqual([[code, 1]]);
  });

  it("F005 says in a message what is wrong with which path", () => {
    const built = buildCatalogue([element("patient.name", 0, ["Patient.(name|nom)"])]);
    expect(built.ok ? "" : built.error[0]?.message).toBe("`Patient.nom` is not a path of fhir r4");
  });
});
