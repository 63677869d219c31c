import { describe, expect, test } from "vitest";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { Transform } from "../../catalogue/transforms.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { testCatalogue, viewOf } from "../testing/catalogue.ts";
import { minimized, optionsFor } from "../testing/files.ts";
import { minimizeCsv } from "./csv.ts";
import { recordOfRow } from "./csv-row.ts";

const catalogue = testCatalogue();
const view = viewOf(catalogue, { "patient.name": "keep", "claim.total": "keep" });
const options = optionsFor(catalogue, view);

async function textOf(file: string, chunk?: number): Promise<string> {
  return (await minimized(minimizeCsv, file, options, chunk)).text;
}

describe("columns", () => {
  test("F169 PRJ-70 columns that no element covers or that the view never gives are left out, the rest stay in order", async () => {
    const { text, summary } = await minimized(
      minimizeCsv,
      "Amount,SSN,Balance,patient name\n1.00,9,7,Ann\n2,8,,Bob\n",
      options,
    );
    expect(text).toBe("Amount,patient name\n1.00,Ann\n2,Bob\n");
    expect(summary).toMatchObject({
      recordsIn: 2,
      recordsOut: 2,
      released: ["claim.total", "patient.name"],
      withheld: { "patient.ssn": 2 },
      unmapped: { Balance: 2 },
    });
  });

  test("F169 PRJ-70 which columns there are follows from policy and caller, never from the rows", async () => {
    const narrow = viewOf(catalogue, { "claim.total": "keep" });
    const perRow = { ...options, viewFor: () => narrow };
    expect((await minimized(minimizeCsv, "Name,Amount\nAnn,1\n", perRow)).text).toBe("Name,Amount\n,1\n");
  });

  test("F169 PRJ-71 a file whose header names no known column is refused, without repeating it", async () => {
    await expect(textOf("Ann,999-12-3456\nBob,1\n")).rejects.toThrow(
      /^no column of the header is in the catalogue$/,
    );
  });

  test.each([";", "\t", "|"])(
    "F169 PRJ-72 the delimiter %j is found in the header and used for the output",
    async (delimiter) => {
      expect(
        await textOf(["Name", "SSN", "Amount\n"].join(delimiter) + ["A,B", "9", "1\n"].join(delimiter)),
      ).toBe(["Name", "Amount\n"].join(delimiter) + ["A,B", "1\n"].join(delimiter));
    },
  );

  test("F169 PRJ-72 quotes, line breaks in cells, carriage returns and a byte order mark are read and written", async () => {
    expect(await textOf('\uFEFF"Name",Amount\r\n"A ""B"", C",1\r\n\r\n"x\ny",2\r\n', 3)).toBe(
      'Name,Amount\n"A ""B"", C",1\n"x\ny",2\n',
    );
  });
});

describe("rows", () => {
  const twoPatients = "Patient ID,Name,Reason\n1,Ann,x\nPatient/2,Bob,y\n,Cid,z\n";

  test("F169 PRJ-73 the patient column says whose row it is, and rows of others are not there", async () => {
    const asked: unknown[] = [];
    const scoped = {
      ...options,
      viewFor: (resource: { readonly [key: string]: unknown }) => {
        asked.push(resource["id"]);
        return resource["id"] === "2" ? view : null;
      },
    };
    const { text, summary } = await minimized(minimizeCsv, twoPatients, scoped);
    expect(asked).toEqual(["1", "2", "row.that.names.no.patient"]);
    expect(text).toBe("Patient ID,Name\nPatient/2,Bob\n");
    expect(summary).toMatchObject({ recordsIn: 3, recordsOut: 1 });
  });

  test("F169 PRJ-73 a row that names no patient is of one that no fact is about", async () => {
    const asked: unknown[] = [];
    const viewFor = (resource: { readonly [key: string]: unknown }) => {
      asked.push(resource["id"]);
      return view;
    };
    await minimized(minimizeCsv, "MRN,Name\nM1,Ann\n", { ...options, viewFor });
    expect(asked).toEqual(["row.that.names.no.patient"]);
  });

  test("F169 PRJ-79 a cell shows what a record of its own type about the row's patient would show", async () => {
    const viewFor = (resource: JsonObject) => {
      const { type, patients, attributed } = recordFactsOf(resource, []);
      expect({ attributed, patients }).toEqual({ attributed: true, patients: ["1"] });
      return type === "Claim" ? view : null;
    };
    const { text } = await minimized(minimizeCsv, "Patient,Name,Amount\n1,Ann,2.00\n", {
      ...options,
      viewFor,
    });
    expect(text).toBe("Patient,Name,Amount\n1,,2.00\n");
  });

  test.each([
    "Account",
    "Appointment",
    "Claim",
    "Coverage",
    "Encounter",
    "ExplanationOfBenefit",
    "Immunization",
    "Observation",
  ])("F169 PRJ-79 a row judged as a %s is about its patient", (type) => {
    const facts = recordFactsOf(recordOfRow(type, { patientId: "1", codings: [] }), []);
    expect(facts).toMatchObject({ type, attributed: true, patients: ["1"] });
  });

  test("F169 PRJ-73 a row that shows no element is not there", async () => {
    const nothing = { ...options, viewFor: () => viewOf(catalogue, { "patient.ssn": "keep" }) };
    expect((await minimized(minimizeCsv, twoPatients, nothing)).text).toBe("Patient ID,Name\n");
  });

  test("F166 F169 PRJ-74 a row is judged with the codes its cells hold, in every system they may be of", async () => {
    const judged: string[] = [];
    const viewFor = (resource: unknown) => {
      judged.push(JSON.stringify(resource));
      return view;
    };
    await minimized(minimizeCsv, "Name,Dx,Lab,Drug\nAnn,F1120,2345-7,7804\n", { ...options, viewFor });
    expect(judged[0]).toContain('{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F1120"}');
    expect(judged[0]).toContain('{"system":"http://loinc.org","code":"2345-7"}');
    expect(judged[0]).toContain('{"system":"http://www.nlm.nih.gov/research/umls/rxnorm","code":"7804"}');
  });

  test.each([
    ["too few columns", "Name,SSN,Amount\nAnn,9\n", "line 2: 2 columns where the header has 3"],
    ["too many columns", "Name,SSN,Amount\nAnn,9,1,2\n", "line 2: 4 columns where the header has 3"],
    ["a quote inside a cell", 'Name,SSN\nAnn,9"9\n', "line 2: a quote that is not closed"],
    ["text after a quote", 'Name,SSN\n"Ann"x,9\n', "line 2: a quote in the wrong place"],
    ["a quote that is not closed", 'Name,SSN\n"Ann,9\nBob,8\n', "line 2: a quote that is not closed"],
    [
      "a row inside a cell",
      'Name,SSN,Amount\n1,"Ann,500\n2,Bob",600\n',
      "line 2: a quoted cell that holds a whole row",
    ],
  ])("F169 PRJ-75 %s ends the run and names the line, never content", async (_, file, message) => {
    await expect(textOf(file)).rejects.toThrow(message);
    await expect(textOf(file)).rejects.not.toThrow(/Ann/);
  });

  test("F169 PRJ-76 only the line whose quotes went wrong is lost when bad rows are skipped", async () => {
    const file = 'Name,SSN,Amount\nAnn,9,1\n"Bob,8,2\nCid,7,3\nDee,"6,4\n"Eve",5,5\nFay,4\nGus,3,7\n';
    const { text, summary } = await minimized(minimizeCsv, file, { ...options, skipBad: true });
    expect(text).toBe("Name,Amount\nAnn,1\nCid,3\nEve,5\nGus,7\n");
    expect(summary.bad.map(({ line }) => line)).toEqual([3, 5, 7]);
    expect(summary).toMatchObject({ recordsIn: 7, recordsOut: 4, badRecords: 3 });
  });

  test("F169 PRJ-76 invalid UTF-8 and rows without an end are refused by themselves", async () => {
    const file = Buffer.concat([
      Buffer.from("Name,Amount\n"),
      Buffer.from([0xff, 0x0a]),
      Buffer.from(`"${"x\n".repeat(300)}\nAnn,1\n`),
    ]);
    const { text, summary } = await minimized(minimizeCsv, file, {
      ...options,
      skipBad: true,
      maxRecordBytes: 100,
    });
    expect(text).toBe("Name,Amount\nAnn,1\n");
    expect(summary.bad[0]).toEqual({ line: 2, problem: "invalid utf-8" });
  });
});

test("F169 PRJ-121 a line that is no UTF-8 inside of a quoted cell is lost with the line that opened the quote", async () => {
  const file = Buffer.concat([
    Buffer.from('Name,Amount\n"Ann\n'),
    Buffer.from([0xff, 0x0a]),
    Buffer.from('x",1\nBob,2\n'),
  ]);
  const { text, summary } = await minimized(minimizeCsv, file, { ...options, skipBad: true });
  expect(text).toBe("Name,Amount\nBob,2\n");
  expect(summary.bad).toEqual([
    { line: 2, problem: "a quoted cell that cannot be read" },
    { line: 3, problem: "invalid utf-8" },
    { line: 4, problem: "a quote that is not closed" },
  ]);
});

test("F169 PRJ-122 a view is asked for once for each patient and set of labeling codes", async () => {
  const asked: string[] = [];
  const icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
  const segment = {
    id: "sud",
    title: "Substance use",
    bit: 0,
    labels: { security: new Set<string>(), codes: new Set<string>(), prefixes: [`${icd10}|F11`] },
    guard: "none" as const,
  };
  const viewFor = (resource: JsonObject) => {
    const { id, segments } = recordFactsOf(resource, [segment]);
    asked.push(`${id} ${segments}`);
    return view;
  };
  await minimized(
    minimizeCsv,
    "Patient,Name,Dx\n1,Ann,\n2,Bob,7804\n1,Cid,J10\n1,Dee,F11.2\n2,Eve,\n1,Fay,f112\n",
    {
      ...options,
      viewFor,
      grantedFor: () => viewOf(catalogue, { "patient.name": "keep" }),
      discerns: { patients: true, segments: [segment] },
    },
  );
  expect(asked).toEqual(["1 0", "2 0", "1 1"]);
});

describe("cells", () => {
  test.each<[Transform, string, string, string]>([
    ["keep", "patient.name", "Ann", "Ann"],
    ["mask", "patient.name", "Ann", "****"],
    ["mask", "patient.name", "", ""],
    ["count", "patient.name", "Ann", "1"],
    ["tokenize", "patient.name", "Ann", "token-0-3"],
    ["generalize:year", "patient.birth-date", "1990-01-02", "1990"],
    ["generalize:year", "patient.birth-date", "1/2/1990", "1990"],
    ["generalize:year", "patient.birth-date", "1936-01-02", "****"],
    ["generalize:year", "patient.birth-date", "2 Jan 1990", "****"],
    ["generalize:zip3", "patient.zip", "02139", "021"],
    ["generalize:zip3", "patient.zip", "2139", "000"],
    ["generalize:age-band", "patient.birth-date", "5/4/1986", "40-49"],
    ["generalize:age-band", "patient.birth-date", "1930-01-01", "90 or older"],
    ["generalize:age-band", "patient.birth-date", "soon", "****"],
  ])("F169 PRJ-77 %s of %s %j is %j", async (transform, element, before, after) => {
    const header = catalogue.byId(element)?.csv[0] ?? "";
    const transformed = optionsFor(
      catalogue,
      viewOf(catalogue, { [element]: transform, "patient.sex": "keep" }),
    );
    const { text } = await minimized(minimizeCsv, `${header},Sex\n${before},x\n`, transformed);
    expect(text).toBe(`${header},Sex\n${after},x\n`);
  });

  test.each([
    ["=1+1", "'=1+1"],
    ["+1 555 0100", "'+1 555 0100"],
    ["-x", "'-x"],
    ["@SUM(A1)", "'@SUM(A1)"],
    [" =1+1", "' =1+1"],
    ["＝1+1", "'＝1+1"],
    ["-12.50", "-12.50"],
    ["+1e3", "+1e3"],
    ["a=b", "a=b"],
  ])(
    "F169 PRJ-78 the cell %j comes out as %j, so that no spreadsheet takes it for a formula",
    async (before, after) => {
      expect(await textOf(`Name,SSN\n${before},9\n`)).toBe(`Name\n${after}\n`);
    },
  );
});
