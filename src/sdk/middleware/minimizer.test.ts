import { describe, expect, it } from "vitest";
import type { Transform } from "../../catalogue/transforms.ts";
import { createMinimizer, type MinimizerOptions, type RecordShape } from "./index.ts";

const SHAPE: RecordShape = {
  type: "Claim",
  id: "id",
  patient: "patient.id",
  fields: { zip: "zip", born: "born", total: "total", mrn: "mrn", lines: "lines", __proto__x: "total" },
};
const FORMS: Readonly<Record<string, Transform>> = {
  zip: "generalize:zip3",
  born: "generalize:age-band",
  total: "mask",
  mrn: "tokenize",
  lines: "count",
};
const ROW = {
  id: 7,
  patient: { id: "p1", name: "Ann" },
  zip: "60614-1234",
  born: "1980-05-01",
  total: 12.5,
  mrn: "123",
  lines: [1, 2, 3],
};

function minimizer(more: Partial<MinimizerOptions<null>> = {}) {
  return createMinimizer<null>({
    decider: { elements: async (_, records) => records.map(() => new Map(Object.entries(FORMS))) },
    subject: () => "bea",
    purpose: "billing",
    record: SHAPE,
    now: () => Date.parse("2026-05-04"),
    ...more,
  });
}

const given = (value: unknown, more = {}) => ({
  status: 200,
  contentType: "application/json",
  contentEncoding: undefined,
  body: typeof value === "string" ? value : JSON.stringify(value),
  ...more,
});

async function trimmed(value: unknown, more: Partial<MinimizerOptions<null>> = {}) {
  const { body } = await minimizer(more).answer(null, given(value));
  return JSON.parse(body ?? "null") as unknown;
}

describe("trimming", () => {
  it("F174 gives each member in its form, the id and the patient as they are", async () => {
    expect(await trimmed(ROW)).toEqual({
      id: 7,
      patient: { id: "p1" },
      zip: "606",
      born: "40-49",
      total: "****",
      lines: 3,
    });
  });

  it("F174 makes tokens only where it is told how", async () => {
    const tokenize = (element: string, value: string) => `${element}-${value.length}`;
    expect(await trimmed(ROW, { tokenize })).toMatchObject({ mrn: "mrn-3" });
  });

  it("F174 hides a record that does not say whose it is", async () => {
    expect(
      await trimmed([
        { ...ROW, patient: {} },
        { ...ROW, id: null },
      ]),
    ).toEqual([]);
  });

  it("F174 gives of a wrapped list the records alone", async () => {
    expect(await trimmed({ items: [], total: 12, next: "p9" }, { list: "items" })).toEqual({ items: [] });
  });

  it("F174 hides a wrapping that is not the agreed one", async () => {
    expect(await minimizer({ list: "items" }).answer(null, given({ rows: [ROW], total: 1 }))).toMatchObject({
      status: 404,
    });
  });

  it.each([
    ["what is not JSON", given("{")],
    ["a compressed body", given(ROW, { contentEncoding: "gzip" })],
    ["a part of a body", given(ROW, { status: 206 })],
    ["that a copy is still good", given("", { status: 304 })],
    ["a list of texts", given(["Ann"])],
    ["a text", given('"Ann"')],
  ])("F174 gives nothing of %s", async (_, answer) => {
    const { status, body } = await minimizer().answer(null, answer);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).not.toContain("Ann");
  });

  it("F174 takes the text of an error away", async () => {
    const { status, body } = await minimizer().answer(null, given({ error: "Ann" }, { status: 422 }));
    expect([status, body]).toEqual([422, '{"error":"status 422"}']);
  });

  it("F174 hands a fault to the application, never to the caller", async () => {
    const faults: unknown[] = [];
    const fault = new Error("Ann");
    const decider = { elements: () => Promise.reject(fault) };
    const onFault = (one: unknown) => void faults.push(one);
    const { body } = await minimizer({ decider, onFault }).answer(null, given(ROW));
    expect([body, faults]).toEqual(['{"error":"nothing can be decided now"}', [fault]]);
  });

  it("F174 takes FHIR only with an engine at hand", () => {
    expect(() => minimizer({ record: "fhir" })).toThrow("embedded engine");
  });
});
