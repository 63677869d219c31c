import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { memoryRetention } from "../../governance/retention/testing/memory-retention.ts";
import type { RecordMonth } from "../../governance/retention/types.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { HoldSchema, ProposedSchema, PurgesSchema, ScheduleSchema } from "./schema.ts";

type Schedule = z.infer<typeof ScheduleSchema>;
type Proposed = z.infer<typeof ProposedSchema>;
type Purges = z.infer<typeof PurgesSchema>;

const PATH = "/api/v1/retention";
const ID = "0196a2f0-0000-7000-8000-000000000001";

const monthOf = (id: string, firstSeq: number): RecordMonth => ({
  id,
  from: Date.parse(`${id}-01T00:00:00Z`),
  until: Date.parse(`${id}-28T00:00:00Z`),
  entries: 100,
  firstSeq,
  lastSeq: firstSeq + 99,
  place: "cold",
});

let api: PracticeApi;
beforeEach(async () => {
  const record = [monthOf("2019-05", 1), monthOf("2025-05", 101)];
  api = await practiceApi({
    more: ({ policy }) => ({ retention: memoryRetention(fixedClock(NOW), () => policy.retention, record) }),
  });
});

const as = <T>(person: string, path: string, body?: unknown) =>
  api.ask<T>(person, `${PATH}${path}`, { purpose: "compliance", ...(body === undefined ? {} : { body }) });
const PURGE = { id: ID, months: ["2019-05"], reason: "six years are over" };

describe("retention over the API", () => {
  it("F135 shows the schedule, and which months of the record are due", async () => {
    const { json } = await as<Schedule>("priya.privacy", "");
    expect(json.classes.find(({ id }) => id === "policies")).toMatchObject({ years: 6, from: "last-effect" });
    expect(json.months.map(({ id, due, kept }) => [id, due, kept.map(({ code }) => code)])).toEqual([
      ["2019-05", "2025-05-28T00:00:00.000Z", []],
      ["2025-05", "2031-05-28T00:00:00.000Z", ["retention"]],
    ]);
  });

  it("RET-6 RET-7 F135 purges what one person proposed and another confirmed, and keeps its tombstone", async () => {
    expect(await as<Proposed>("priya.privacy", "/purges", PURGE)).toMatchObject({ status: 200 });
    const { status, json } = await as<Purges>("sam.security", `/purges/${ID}/confirm`, {});
    expect([status, json.tombstones.map(({ month }) => month.id)]).toEqual([200, ["2019-05"]]);
    expect(api.entries.at(-1)).toMatchObject({
      personId: "sam.security",
      interaction: "api.retention.confirm",
      released: ["record.retention"],
      changes: [
        "purged 2019-05: 100 entries, 1 to 100, under record-entries: 6 years, 164.312(b), 164.316(b)(2)(i)",
      ],
    });
    const after = await as<Purges>("priya.privacy", "/purges");
    expect(after.json.tombstones).toMatchObject([
      { proposedBy: "priya.privacy", confirmedBy: "sam.security" },
    ]);
    expect((await as<Schedule>("priya.privacy", "")).json.months.map(({ id }) => id)).toEqual(["2025-05"]);
  });

  it("RET-6 lets nobody confirm their own proposal", async () => {
    await as("priya.privacy", "/purges", PURGE);
    const reply = await as("priya.privacy", `/purges/${ID}/confirm`, {});
    expect(reply).toMatchObject({ status: 403, json: { code: "no_grant" } });
    expect(api.entries.at(-1)).toMatchObject({ outcome: "deny", reason: "no_grant" });
  });

  it("RET-6 says what would go, and keeps nothing of a dry run", async () => {
    const { json } = await as<Proposed>("priya.privacy", "/purges", { ...PURGE, dryRun: true });
    expect([json.purge, json.months.map(({ id }) => id)]).toEqual([null, ["2019-05"]]);
    expect((await as<Purges>("priya.privacy", "/purges")).json.purges).toEqual([]);
  });

  it("RET-6 F135 is withdrawn by either of the two, and then confirmed by nobody", async () => {
    await as("priya.privacy", "/purges", PURGE);
    const withdrawn = await as<Purges["purges"][number]>("sam.security", `/purges/${ID}/withdraw`, {});
    expect([withdrawn.status, withdrawn.json.withdrawn?.by]).toEqual([200, "sam.security"]);
    expect(api.entries.at(-1)).toMatchObject({ changes: [`withdrew purge ${ID}`] });
    const reply = await as("sam.security", `/purges/${ID}/confirm`, {});
    expect(reply).toMatchObject({
      status: 409,
      json: { code: "already_done", detail: "`sam.security` withdrew the purge" },
    });
    expect((await as("priya.privacy", `/purges/${ID}/withdraw`, {})).status).toBe(409);
  });

  it("RET-11 F135 tells what will be due on a day to come", async () => {
    const later = await as<Schedule>("priya.privacy", "?day=2031-05-28");
    expect(later.json.asOf).toBe("2031-05-28T23:59:59.999Z");
    expect(later.json.months.map(({ kept }) => kept.length)).toEqual([0, 0]);
    expect((await as("priya.privacy", "?day=2031-02-30")).status).toBe(400);
  });

  it("RET-7 purges once", async () => {
    await as("priya.privacy", "/purges", PURGE);
    await as("sam.security", `/purges/${ID}/confirm`, {});
    const again = await as("sam.security", `/purges/${ID}/confirm`, {});
    expect(again).toMatchObject({ status: 409, json: { code: "already_done" } });
  });

  it.each([
    ["what is not due", { ...PURGE, months: ["2019-05", "2025-05"] }, 422, "record_kept"],
    ["a month that is none", { ...PURGE, months: ["1999-01"] }, 404, "not_found"],
  ])("RET-6 takes no proposal of %s", async (_title, body, status, code) => {
    expect(await as("priya.privacy", "/purges", body)).toMatchObject({ status, json: { code } });
  });

  it("RET-4 F135 a hold that was opened meanwhile stops what was proposed, until it is released", async () => {
    await as("priya.privacy", "/purges", PURGE);
    const hold = { id: ID, scope: { kind: "patient", patient: "patient-pat" }, reason: "a claim" };
    expect((await as("sam.security", "/holds", hold)).status).toBe(200);
    const stopped = await as("sam.security", `/purges/${ID}/confirm`, {});
    expect(stopped).toMatchObject({ status: 422, json: { code: "record_kept" } });
    await as("priya.privacy", `/holds/${ID}/release`, { reason: "settled" });
    expect((await as("sam.security", `/purges/${ID}/confirm`, {})).status).toBe(200);
  });

  it("RET-5 RET-10 records who opened and released a hold, and about whom", async () => {
    const hold = { id: ID, scope: { kind: "patient", patient: "patient-pat" }, reason: "a claim" };
    await as("priya.privacy", "/holds", hold);
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.retention.hold",
      patients: ["patient-pat"],
      changes: [`opened hold ${ID} on patient`],
    });
    const { json } = await as<z.infer<typeof HoldSchema>>("sam.security", `/holds/${ID}/release`, {
      reason: "done",
    });
    expect([json.opened.by, json.released?.by, json.released?.reason]).toEqual([
      "priya.privacy",
      "sam.security",
      "done",
    ]);
    expect((await as("sam.security", `/holds/${ID}/release`, { reason: "again" })).status).toBe(409);
    expect((await as("sam.security", "/holds", hold)).status).toBe(409);
  });

  it.each(["bea.biller", "nina.nurse", "audra.auditor", "kai.keycustodian"])(
    "RET-10 %s neither holds nor purges",
    async (person) => {
      const purpose = person === "audra.auditor" ? "audit" : "treatment";
      const hold = { id: ID, scope: { kind: "record" }, reason: "no" };
      const replies = [
        await api.ask(person, `${PATH}/holds`, { purpose, body: hold }),
        await api.ask(person, `${PATH}/purges`, { purpose, body: PURGE }),
        await api.ask(person, `${PATH}/purges/${ID}/confirm`, { purpose, body: {} }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    },
  );

  it.each(["", "/holds", "/purges"])("RET-10 F135 an auditor reads %s", async (path) => {
    expect((await api.ask("audra.auditor", `${PATH}${path}`, { purpose: "audit" })).status).toBe(200);
  });
});
