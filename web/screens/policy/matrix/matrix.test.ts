import { describe, expect, it } from "vitest";
import {
  chosenColumns,
  groupTitle,
  matrixCsv,
  matrixRows,
  purposeColumns,
  roleColumns,
  sumOf,
} from "./matrix.ts";
import type { MatrixAnswer, Purpose } from "../questions.ts";

const ELEMENTS = [
  { id: "patient.name", title: "Name", group: "patient" },
  { id: "patient.ssn", title: "Social security number", group: "patient" },
  { id: "family-history.note", title: "Note", group: "family-history" },
];

const row = (role: string, purpose: string, cells: string) => ({
  role,
  roleTitle: role,
  purpose,
  purposeTitle: purpose,
  relations: [],
  rules: [],
  shown: 0,
  cells,
});

const ANSWER: MatrixAnswer = {
  transforms: [
    "drop",
    "mask",
    "count",
    "tokenize",
    "generalize:year",
    "generalize:zip3",
    "generalize:age-band",
    "keep",
  ],
  elements: ELEMENTS,
  rows: [row("nurse", "treatment", "717"), row("nurse", "emergency", "700"), row("biller", "billing", "400")],
  next: null,
};

const columns = roleColumns(ANSWER);
const NO_CHOICE = { roles: [], purposes: [] };
const ids = (shown: readonly { readonly id: string }[]) => shown.map(({ id }) => id);

describe("columns of the matrix", () => {
  it("F006 read each digit as the form at its position", () => {
    expect([...(columns[0]?.marks ?? [])]).toEqual([
      ["patient.name", "keep"],
      ["patient.ssn", "mask"],
      ["family-history.note", "keep"],
    ]);
  });

  it("F006 are all of them where there is room", () => {
    expect(chosenColumns(columns, NO_CHOICE, 3)).toEqual(columns);
  });

  it("end with a whole role where there is not", () => {
    expect(ids(chosenColumns(columns, NO_CHOICE, 2))).toEqual(["nurse/treatment", "nurse/emergency"]);
  });

  it("are never none, however little room there is", () => {
    expect(ids(chosenColumns(columns, NO_CHOICE, 1))).toEqual(["nurse/treatment"]);
  });

  it("are those of the roles and purposes chosen", () => {
    const choice = { roles: ["nurse"], purposes: ["treatment", "billing"] };
    expect(ids(chosenColumns(columns, choice, 1))).toEqual(["nurse/treatment"]);
  });

  it("F006 say of a purpose what it needs, may ask and never gives", () => {
    const element = { element: "patient.ssn", title: "", group: "", sensitivity: "high" } as const;
    const forms = { need: "drop", mayAsk: "drop", atMost: "drop" } as const;
    const purpose = { id: "billing", title: "Bill", elements: [{ ...element, ...forms, standing: "never" }] };
    const [column] = purposeColumns([purpose as unknown as Purpose]);
    expect(column?.marks.get("patient.ssn")).toBe("never");
  });
});

describe("rows of the matrix", () => {
  it("are groups with the number of their elements, closed at first", () => {
    expect(matrixRows(ELEMENTS, { find: "", open: new Set() })).toEqual([
      { id: "patient", title: "Patient", note: "2", expanded: false },
      { id: "family-history", title: "Family history", note: "1", expanded: false },
    ]);
  });

  it("hold the elements of a group that stands open", () => {
    const rows = matrixRows(ELEMENTS, { find: "", open: new Set(["patient"]) });
    expect(ids(rows)).toEqual(["patient", "patient.name", "patient.ssn", "family-history"]);
  });

  it("are the matches alone, with their groups open, where something is sought", () => {
    expect(ids(matrixRows(ELEMENTS, { find: " SECURITY ", open: new Set() }))).toEqual([
      "patient",
      "patient.ssn",
    ]);
  });
});

describe("the matrix", () => {
  it("counts what a column gives of a group", () => {
    const sums = columns.map((column) => sumOf(column, ELEMENTS.slice(0, 2)));
    expect(sums.map(({ given }) => given)).toEqual([2, 1, 1]);
  });

  it("F006 shows a group as given only in the form that all of it is given in", () => {
    const [treatment] = columns;
    if (treatment === undefined) throw new Error("the matrix has columns");
    expect(sumOf(treatment, ELEMENTS.slice(0, 2)).same).toBeNull();
    expect(sumOf(treatment, ELEMENTS.slice(1, 2)).same).toBe("mask");
  });

  it("F006 goes to CSV with every element, whichever groups stand open", () => {
    const [header, rows] = matrixCsv(ELEMENTS, columns.slice(2));
    expect(header).toEqual(["Group", "Element", "Title", "biller/billing"]);
    expect(rows.map((cells) => cells.at(-1))).toEqual(["year only", "not shown", "not shown"]);
  });
});

describe("the rows of a draft", () => {
  it("F006 say at the group, also where it is closed, how many of its elements differ", () => {
    const changed = new Set(["patient.ssn"]);
    const rows = matrixRows(ELEMENTS, { find: "", open: new Set(), changed });
    expect(rows.map(({ id, note }) => [id, note])).toEqual([
      ["patient", "± 1 of 2"],
      ["family-history", "1"],
    ]);
  });
});

describe("the title of a group", () => {
  it.each([
    ["family-history", "Family history"],
    ["eob", "Explanations of benefits"],
    ["part2-consent", "Part 2 consents"],
  ])("UX of `%s` is `%s`", (group, title) => {
    expect(groupTitle(group)).toBe(title);
  });
});
