import type { z } from "@hono/zod-openapi";
import { beforeAll, describe, expect, it } from "vitest";
import { replay } from "../../decision/replay.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { CheckResultSchema, EntryExplanationSchema } from "./schema.ts";

type CheckResult = z.infer<typeof CheckResultSchema>;
type EntryExplanation = z.infer<typeof EntryExplanationSchema>;

const CHECK = "/api/v1/decisions/check";
const CLAIM: JsonObject = {
  resourceType: "Claim",
  id: "c1",
  status: "active",
  use: "claim",
  patient: { reference: "Patient/p1" },
  enterer: { reference: "Practitioner/hidden-enterer" },
  diagnosis: [{ diagnosisCodeableConcept: { coding: [{ code: "M54.5" }] } }],
};

let api: PracticeApi;
beforeAll(async () => {
  api = await practiceApi({
    facts: [
      { person: "bea.biller", relation: "billable", patient: "p1" },
      { person: "bea.biller", relation: "household", patient: "p1" },
      { person: "bea.biller", relation: "billable", patient: "p2" },
    ],
    records: [CLAIM],
  });
});

const check = async (body: object): Promise<CheckResult> =>
  (await api.ask<CheckResult>("bea.biller", CHECK, { purpose: "billing", body })).json;

describe("the inputs of an explanation", () => {
  it("F013 replaying them offline gives the same result", async () => {
    const result = await check({ resource: "Claim/c1", inputs: true });
    const again = replay(result.inputs ?? "", api.policy);
    expect(again.sentence).toBe(result.sentence);
    expect(again.elements).toEqual(result.elements);
    expect(again.trace).toEqual(result.trace);
  });

  it("F013 hold nothing that the decision did not rest on", async () => {
    const { inputs = "" } = await check({ resource: "Claim/c1", inputs: true });
    expect(inputs).toContain('"billable"');
    for (const untold of ["household", "p2", "hidden-enterer", "M54.5"]) expect(inputs).not.toContain(untold);
  });

  it("F013 neither they nor the trace tell what other patients restrict", async () => {
    const before = await check({ resource: "Claim/c1", inputs: true });
    const restriction = {
      id: "0196a2f0-0000-7000-8000-000000000001",
      patient: "p2",
      kind: "self-pay",
      refs: ["Claim/elsewhere"],
    };
    const kept = await api.ask("priya.privacy", "/api/v1/restrictions", {
      purpose: "compliance",
      body: restriction,
    });
    expect(kept.status).toBe(200);
    const after = await check({ resource: "Claim/c1", inputs: true });
    expect({ ...after, inputs: null }).toEqual({ ...before, inputs: null });
    expect(after.inputs).not.toContain("elsewhere");
  });

  it("are given to who asks for them alone", async () => {
    expect(await check({ resource: "Claim/c1" })).not.toHaveProperty("inputs");
  });
});

describe("the explanation of an entry", () => {
  const explained = async (person: string, purpose: string, id: string | undefined) =>
    api.ask<EntryExplanation>(person, `/api/v1/decisions/${id}/explanation`, { purpose });

  it("F013 names the rule with title, reason and place, the policy and the inputs", async () => {
    await check({ resource: "Claim/c1" });
    const entry = api.entries.at(-1);
    const { json } = await explained("bea.biller", "billing", entry?.id);
    expect(json.rules[0]).toMatchObject({ id: "role:biller/billing#1" });
    expect(json.rules[0]?.at).toMatch(/roles\/biller\.yaml:\d+$/);
    expect(json.policy).toEqual({ hash: api.policy.hash, inForce: api.policy.hash });
    expect(json.inputs).toMatchObject({
      act: "use",
      declared: "billing",
      roles: [{ id: "biller", title: "Biller" }],
      system: "ehr",
      channel: "api",
    });
    expect(json.inputs.relations).toContainEqual({ id: "billable", title: "Has something to bill" });
    expect(json.permalink).toBe(`/record/${entry?.id}`);
  });

  it("F007 says of a denial what one can do next", async () => {
    const denied = await api.ask("bea.biller", CHECK, {
      purpose: "treatment",
      body: { resource: "Claim/c1" },
    });
    const { json } = await explained("bea.biller", "billing", denied.json.entry);
    expect(json.title).not.toBeNull();
    expect(json.next).toBe(denied.json.next);
  });

  it("is the same 404 for another's entry as for none", async () => {
    await check({ resource: "Claim/c1" });
    const others = await explained("nina.nurse", "treatment", api.entries.at(-1)?.id);
    const none = await explained("nina.nurse", "treatment", "019df380-0000-7000-8000-000000000000");
    expect([others.status, others.json.title]).toEqual([404, none.json.title]);
  });
});
