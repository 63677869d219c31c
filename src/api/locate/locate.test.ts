import { readFileSync } from "node:fs";
import type { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { memoryLocateStore } from "../../governance/locate/testing/memory-locate-store.ts";
import { fixedClock } from "../../kernel/clock.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import { practiceLocate } from "../testing/practice-locate.ts";
import type { LocatedSchema, LockSchema } from "./schema.ts";

type Found = z.infer<typeof LocatedSchema>;
type Locks = { locks: z.infer<typeof LockSchema>[] };

const LOCATE = "/api/v1/locate";
const stranger = JSON.parse(
  readFileSync(`${process.cwd()}/content/tests/fixtures/patient-stranger.json`, "utf8"),
) as JsonObject;
const MRN = { mrn: "MRN-000077" };
const NAMED = { family: "Okafor", given: "Stella", birthDate: "1971-11-02" };
const nobody = (number: number) => ({ mrn: `MRN-9${number}` });

async function desk(records: readonly JsonObject[] = [stranger], store = memoryLocateStore()) {
  const clock = fixedClock(NOW);
  const api = await practiceApi({ more: () => ({ locate: practiceLocate(records, clock, store) }) });
  const locate = (body: object, person = "fran.frontdesk", purpose = "scheduling") =>
    api.ask<Found & { code?: string }>(person, LOCATE, { purpose, body });
  const missed = async (times: number) => {
    for (let number = 0; number < times; number++) await locate(nobody(number));
  };
  const officer = <T>(path: string, body?: object) =>
    api.ask<T>("priya.privacy", `${LOCATE}${path}`, { purpose: "compliance", ...(body ? { body } : {}) });
  return { api, locate, missed, officer };
}

describe("locating a patient", () => {
  it.each([
    ["the record number", MRN],
    ["name and birth date", NAMED],
    ["a name in other letters", { ...NAMED, family: " OKÁFOR", given: "stella " }],
  ])("F162 finds by %s, and shows what the right to look up gives", async (_what, key) => {
    const { locate } = await desk();
    expect((await locate(key)).json).toEqual({
      id: "patient-stranger",
      name: "Stella Okafor",
      mrn: "MRN-000077",
      birthDate: "1971-11-02",
      shown: ["patient.birth-date", "patient.mrn", "patient.name"],
    });
  });

  it.each([
    ["a record number in other letters", { mrn: "mrn-000077" }],
    ["a part of a record number", { mrn: "MRN-00007" }],
    ["another number of the patient", { mrn: "999-65-4321" }],
    ["a part of a name", { ...NAMED, family: "Oka" }],
    ["another birth date", { ...NAMED, birthDate: "1971-11-03" }],
    ["nobody", nobody(1)],
  ])("F162 finds nobody by %s", async (_what, key) => {
    const { locate } = await desk();
    const { status, json } = await locate(key);
    expect([status, json.code]).toEqual([404, "not_found"]);
  });

  it("F162 answers alike for nobody, for several and for somebody the right does not show", async () => {
    const twin = { ...stranger, id: "twin" };
    const code = { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "SUD" };
    const hidden = { ...stranger, meta: { security: [code] } };
    const replies = await Promise.all(
      [[], [stranger, twin], [hidden]].map(async (records) => (await desk(records)).locate(MRN)),
    );
    const told = replies.map(({ status, json }) => [status, { ...json, entry: "" }]);
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it("F162 records a lookup with the patient it found, and one in vain with none", async () => {
    const { api, locate } = await desk();
    await locate(MRN);
    await locate(nobody(1));
    expect(api.entries).toMatchObject([
      { interaction: "api.locate", outcome: "permit", patients: ["patient-stranger"], recordCount: 1 },
      { interaction: "api.locate", outcome: "deny", reason: "not_found", patients: [] },
    ]);
    expect(api.entries[0]?.released).toEqual(["patient.birth-date", "patient.mrn", "patient.name"]);
  });

  it("F162 makes no relation: the patient stays as hidden as before", async () => {
    const { api, locate } = await desk();
    await locate(MRN);
    const body = { resource: "Patient/patient-stranger", act: "use" };
    const check = await api.ask("fran.frontdesk", "/api/v1/decisions/check", { purpose: "scheduling", body });
    expect(check.status).toBe(404);
  });

  it.each(["nina.nurse", "bea.biller", "cal.callcenter"])(
    "F162 gives no right to look up to %s",
    async (person) => {
      const { locate } = await desk();
      const purpose = { "nina.nurse": "treatment", "bea.biller": "billing" }[person] ?? "scheduling";
      expect((await locate(MRN, person, purpose)).status).toBe(403);
    },
  );

  it.each([{}, { mrn: "" }, { mrn: "1", family: "x" }, { family: "x" }, { ...NAMED, birthDate: "1971" }])(
    "F162 refuses the key %j",
    async (key) => {
      const { locate } = await desk();
      expect((await locate(key)).status).toBe(400);
    },
  );
});

describe("too many lookups in vain", () => {
  it("F162 lock the right at the eleventh, for the person and for no one else", async () => {
    const { locate, missed } = await desk();
    await missed(10);
    expect((await locate(MRN)).status).toBe(200);
    await missed(1);
    const { status, json } = await locate(MRN);
    expect([status, json.code]).toEqual([403, "locate_locked"]);
  });

  it("F162 become a piece of work for the privacy officer, who unlocks with a reason", async () => {
    const { api, locate, missed, officer } = await desk();
    await missed(11);
    const work = await api.ask<{ items: { kind: string; href: string; title: string }[] }>(
      "priya.privacy",
      "/api/v1/work",
      { purpose: "compliance" },
    );
    expect(work.json.items.filter(({ kind }) => kind === "locate-lock")).toMatchObject([
      { href: "/locked-lookups", title: "fran.frontdesk may not look patients up" },
    ]);
    const { locks } = (await officer<Locks>("/locks")).json;
    expect(locks).toMatchObject([{ person: "fran.frontdesk", misses: 11 }]);
    const unlocked = await officer(`/locks/${locks[0]?.id}/unlock`, { why: "new insurance cards, misread" });
    expect(unlocked.status).toBe(200);
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.locate.unlock",
      personId: "priya.privacy",
      changes: ["unlocked looking up for fran.frontdesk"],
    });
    expect((await officer<Locks>("/locks")).json.locks).toEqual([]);
    expect((await locate(MRN)).status).toBe(200);
  });

  it("F162 are unlocked by nobody without the right, and by no reason left out", async () => {
    const { api, missed, officer } = await desk();
    await missed(11);
    const [lock] = (await officer<Locks>("/locks")).json.locks;
    const path = `/locks/${lock?.id}/unlock`;
    expect((await officer(path, { why: " " })).status).toBe(400);
    const asAuditor = { purpose: "audit", body: { why: "because" } };
    expect((await api.ask("audra.auditor", `${LOCATE}${path}`, asAuditor)).status).toBe(403);
    expect((await officer<Locks>("/locks")).json.locks.length).toBe(1);
  });

  it("F162 count when the store fails: nothing is looked up and nothing is said", async () => {
    const store = memoryLocateStore();
    store.settleMiss = async () => {
      throw new Error("the disk is full");
    };
    const { locate } = await desk([stranger], store);
    expect((await locate(nobody(1))).json.code).toBe("evaluation_error");
    store.begin = async () => {
      throw new Error("the disk is full");
    };
    expect((await locate(MRN)).json.code).toBe("evaluation_error");
  });

  it("F162 let the many that come at once find no more than one after the other", async () => {
    const { locate } = await desk();
    const replies = await Promise.all(Array.from({ length: 40 }, (_, number) => locate(nobody(number))));
    const codes = replies.map(({ json }) => json.code);
    expect(codes.filter((code) => code === "not_found").length).toBe(11);
    expect(codes.filter((code) => code === "locate_limited" || code === "locate_locked").length).toBe(29);
  });

  it("F162 leave who finds sixty patients an hour to wait", async () => {
    const { locate } = await desk();
    for (let number = 0; number < 60; number++) await locate(MRN);
    const { status, json } = await locate(MRN);
    expect([status, json.code]).toEqual([429, "locate_limited"]);
  });
});
