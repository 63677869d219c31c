import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { BILLING_HEADERS, billingCsv } from "./samples/billing-csv.ts";
import { csvText } from "./samples/csv.ts";
import { ndjsonLines } from "./samples/ndjson.ts";
import { sharedHospital } from "./testing/shared-hospital.ts";
import { workforceCsv } from "./workforce/workforce-csv.ts";

const hospital = sharedHospital();

describe("sample files", () => {
  test("F169 the billing export has forty columns and one row a claim", () => {
    const rows = parse(billingCsv(hospital));
    expect(rows[0]).toEqual(BILLING_HEADERS);
    expect(BILLING_HEADERS.length).toBe(40);
    expect(rows.length - 1).toBe(hospital.demand.billings.filter(({ coded }) => coded).length);
    expect(rows.every((row) => row.length === 40)).toBe(true);
  });

  test("F005 the catalogue knows every column of the export but the memo", () => {
    const catalogue = shippedCatalogue();
    expect(BILLING_HEADERS.filter((header) => catalogue.byHeader(header) === undefined)).toEqual([
      "Internal Memo",
    ]);
  });

  test("the roster has the columns of the people import and everyone who works here", () => {
    const rows = parse(workforceCsv(hospital), { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "userName",
      "displayName",
      "role",
      "fhirUser",
      "manager",
      "department",
    ]);
    expect(rows.find(({ userName }) => userName === "paul.provider")).toEqual({
      userName: "paul.provider",
      displayName: "Paul Provider",
      role: "provider",
      fhirUser: "Practitioner/practitioner-paul-provider",
      manager: "max.manager",
      department: "primary-care",
    });
    expect(rows.at(-1)).toMatchObject({ userName: "pat.patient", fhirUser: "Patient/patient-pat" });
    expect(new Set(rows.map(({ userName }) => userName)).size).toBe(rows.length);
  });

  test("F169 NDJSON has one resource a line, of the types asked for", () => {
    const lines = [...ndjsonLines(hospital, ["Claim"])];
    expect(lines.length).toBe(
      hospital.resources.filter(({ resourceType }) => resourceType === "Claim").length,
    );
    expect(lines.every((line) => line.endsWith("}\n") && JSON.parse(line).resourceType === "Claim")).toBe(
      true,
    );
  });

  test("CSV quotes commas, quotes and line ends", () => {
    expect(csvText([["a,b", 'say "x"', "two\nlines", "plain"]])).toBe(
      '"a,b","say ""x""","two\nlines",plain\r\n',
    );
  });
});
