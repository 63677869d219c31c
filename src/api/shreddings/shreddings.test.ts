import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { createShreddingDesk } from "../../governance/shredding/desk.ts";
import {
  memoryShreddingStore,
  NOTHING_SEALED,
} from "../../governance/shredding/testing/memory-shredding-store.ts";
import type { KeepReason } from "../../governance/shredding/types.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { ShreddingPageSchema, ShreddingSchema } from "./schema.ts";

type Answer = z.infer<typeof ShreddingSchema> & { readonly code?: string; readonly next?: string };

const PATH = "/api/v1/shreddings";
const ID = "0196a2f0-0000-7000-8000-000000000001";
const ASKED = { id: ID, patient: "patient-pat", reason: "moved to the state archive" };

let api: PracticeApi;
let kept: readonly KeepReason[];
beforeEach(async () => {
  kept = [];
  const shreddings = createShreddingDesk({
    store: memoryShreddingStore(),
    reasonsToKeep: async () => kept,
    countSealed: async () => NOTHING_SEALED,
    clock: fixedClock(Date.UTC(2026, 4, 4)),
    approved: async () => {},
  });
  api = await practiceApi({ more: () => ({ shreddings }) });
});

const as = (person: string) => (path: string, body?: unknown) =>
  api.ask<Answer>(person, `${PATH}${path}`, {
    purpose: "compliance",
    method: body === undefined ? "GET" : "POST",
    body,
  });
const [priya, sam] = [as("priya.privacy"), as("sam.security")];

describe("the register of shreddings", () => {
  it("F179 takes two people, and both acts are in the record", async () => {
    expect(await priya("", ASKED)).toMatchObject({ status: 200, json: { state: "proposed" } });
    expect(await sam(`/${ID}/approve`, {})).toMatchObject({
      status: 200,
      json: { state: "approved", decided: { by: "sam.security" } },
    });
    expect(api.entries.slice(-2)).toMatchObject([
      { personId: "priya.privacy", patients: ["patient-pat"], changes: [`shredding ${ID}: proposed`] },
      { personId: "sam.security", patients: ["patient-pat"], changes: [`shredding ${ID}: approved`] },
    ]);
  });

  it("F179 is not approved by whoever proposed it", async () => {
    await priya("", ASKED);
    expect(await priya(`/${ID}/approve`, {})).toMatchObject({ json: { code: "second_person" } });
    expect((await priya(`/${ID}`)).json.state).toBe("proposed");
  });

  it("F179 says what stands in the way, and until when", async () => {
    kept = [{ code: "retention", ground: "164.316(b)(2)(i)", until: Date.UTC(2032, 4, 4) }];
    const reply = await priya("", ASKED);
    expect(reply.json).toMatchObject({ code: "must_be_kept" });
    expect(reply.json.next).toContain("2032-05-04");
  });

  it("F179 SHR-9 tells what stands in the way before it is proposed, and records whom one asked about", async () => {
    kept = [{ code: "retention", ground: "164.316(b)(2)(i)", until: Date.UTC(2032, 4, 4) }];
    const reply = await priya("/_standing", { patient: "patient-pat" });
    expect(reply.json).toMatchObject({
      hasKey: true,
      open: null,
      kept: [{ code: "retention", ground: "164.316(b)(2)(i)", until: "2032-05-04T00:00:00.000Z" }],
      sealed: NOTHING_SEALED,
    });
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.shreddings.standing",
      patients: ["patient-pat"],
    });
  });

  it("F179 is listed by state, and withdrawn", async () => {
    await priya("", ASKED);
    expect((await sam(`/${ID}/withdraw`, {})).json.state).toBe("withdrawn");
    const body = { state: "withdrawn" };
    const page = await api.ask<z.infer<typeof ShreddingPageSchema>>("sam.security", `${PATH}/_search`, {
      purpose: "compliance",
      body,
    });
    expect(page.json.shreddings.map(({ id }) => id)).toEqual([ID]);
  });

  it.each(["bea.biller", "kai.keycustodian", "audra.auditor", "pat.patient", "ivan.itsupport"])(
    "F179 %s has no part in it",
    async (person) => {
      const replies = [
        await as(person)("", ASKED),
        await as(person)(`/${ID}/approve`, {}),
        await as(person)("/_search", {}),
        await as(person)("/_standing", { patient: "patient-pat" }),
        await as(person)(`/${ID}`),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    },
  );

  it("has nothing under an unknown id", async () => {
    expect((await sam(`/${ID}`)).status).toBe(404);
    expect((await sam(`/${ID}/approve`, {})).status).toBe(404);
  });

  it("refuses a reason that says nothing", async () => {
    expect((await priya("", { ...ASKED, reason: " " })).status).toBe(400);
  });
});
