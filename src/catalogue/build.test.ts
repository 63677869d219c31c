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
});
