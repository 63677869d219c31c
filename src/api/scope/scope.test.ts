import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { ScopeSchema } from "./schema.ts";

type Scope = z.infer<typeof ScopeSchema>;

const SCOPE = "/api/v1/scope";
const HOUR = 3_600_000;

let api: PracticeApi;
beforeAll(async () => {
  api = await practiceApi({
    facts: [
      { person: "bea.biller", relation: "billable", patient: "p1" },
      { person: "bea.biller", relation: "billable", patient: "p2" },
      { person: "bea.biller", relation: "billable", patient: "old", age: HOUR },
      { person: "bea.biller", relation: "clinic", patient: "p9" },
    ],
  });
});

const biller = async () => (await api.ask<Scope>("bea.biller", SCOPE, { purpose: "billing" })).json;

describe("the scope of a caller", () => {
  it("F009 names the relations that reach patients, with window, bound and how many they reach now", async () => {
    const { records, patients } = await biller();
    expect(patients).toBe(2);
    expect(records[0]).toMatchObject({
      relation: "billable",
      title: "Has something to bill",
      windows: [
        { source: "encounter-finished", before: "18mo", after: null },
        { source: "claim-open", before: "18mo", after: null },
      ],
      staleAfterSeconds: 900,
      patients: 2,
      rules: ["role:biller/billing#1"],
    });
    expect(records[0]?.why).toContain("corrections and appeals");
  });

  it("counts no patient of a relation that the purpose does not rest on", async () => {
    const { records } = await biller();
    expect(records.map(({ relation }) => relation)).toEqual(["billable", "directory"]);
  });

  it("F006 lists elements by group with transform and rule, and what stays out of the group", async () => {
    const { fields } = await biller();
    const group = fields.find(({ group }) => group === "patient");
    const shown = group?.shown.find(({ element }) => element === "patient.name");
    expect(shown).toMatchObject({ transform: "keep", rules: ["role:biller/billing#1"] });
    const ssn = group?.leftOut.find(({ element }) => element === "patient.ssn");
    expect(ssn).toMatchObject({ sensitivity: "very-high", mayAsk: false });
    expect(ssn?.next).not.toBe("");
  });

  it("leaves out groups of which the purpose shows nothing", async () => {
    const { fields } = await biller();
    const groups = fields.map(({ group }) => group);
    expect(groups).toContain("claim");
    expect(groups).not.toContain("observation");
  });

  it("tells the segments left out, whether or not any chart holds them", async () => {
    const { segmentsLeftOut } = await biller();
    expect(segmentsLeftOut).toContainEqual(expect.objectContaining({ id: "part2" }));
    expect(segmentsLeftOut).not.toContainEqual(expect.objectContaining({ id: "bh" }));
  });

  it("tells the purpose in the policy's own words", async () => {
    const { purposes, declared, system, channel } = await biller();
    expect({ declared, system, channel }).toEqual({ declared: "billing", system: "ehr", channel: "api" });
    expect(purposes).toHaveLength(1);
    expect(purposes[0]).toMatchObject({ id: "billing", basis: "payment" });
    expect(purposes[0]?.why.length).toBeGreaterThan(20);
  });

  it("F012 a declared parent tells every purpose it stands for", async () => {
    const { json } = await api.ask<Scope>("bea.biller", SCOPE, { purpose: "HPAYMT" });
    expect(json.purposes.map(({ id }) => id)).toEqual(expect.arrayContaining(["billing", "eligibility"]));
  });

  it("names the resource types that show an element, directory types apart", async () => {
    const { types } = await biller();
    const byType = Object.fromEntries(types.map((row) => [row.type, row]));
    expect(byType["Claim"]).toMatchObject({ directory: false });
    expect(byType["Practitioner"]).toMatchObject({ directory: true });
    expect(byType["Observation"]).toBeUndefined();
  });

  it("says what may be asked for only to a role that is eligible to ask", async () => {
    const nurse = await api.ask<Scope>("nina.nurse", SCOPE, { purpose: "treatment" });
    const auditor = await api.ask<Scope>("audra.auditor", SCOPE, { purpose: "audit" });
    expect(nurse.json.mayAsk.eligible).toBe(true);
    expect(auditor.json.mayAsk).toEqual({ eligible: false, elements: [], segments: [] });
  });

  it("shows an auditor the elements of the control API", async () => {
    const { json } = await api.ask<Scope>("audra.auditor", SCOPE, { purpose: "audit" });
    const record = json.fields.find(({ group }) => group === "record");
    expect(record?.shown.map(({ element }) => element)).toContain("record.entries");
    expect(json.types).toEqual([]);
  });

  it("F018 a declared purpose that the role does not have is denied", async () => {
    const reply = await api.ask("bea.biller", SCOPE, { purpose: "treatment" });
    expect([reply.status, reply.json.code]).toEqual([403, "purpose_not_permitted"]);
  });

  it("records who looked at their scope", async () => {
    await biller();
    expect(api.entries.at(-1)).toMatchObject({ personId: "bea.biller", interaction: "api.scope.read" });
  });
});
