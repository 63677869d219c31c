import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { balpRead } from "../../audit/intake/testing/audit-event.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { RejectsSchema, SourceSchema, SourcesSchema } from "./schema.ts";

type Source = z.infer<typeof SourceSchema>;

const LAB = { id: "lab", name: "Laboratory system", kind: "fhir", owner: "sam.security" };

let api: PracticeApi;
let now: number;
beforeEach(async () => {
  now = NOW;
  api = await practiceApi({ clock: { now: () => now } });
});

const sam = <T = Source>(path: string, init: { body?: unknown; method?: string; ifMatch?: string } = {}) =>
  api.ask<T>("sam.security", `/api/v1/${path}`, { purpose: "compliance", ...init });
const listed = async () => (await sam<z.infer<typeof SourcesSchema>>("sources")).json.sources;
const send = (id: string, event: object) =>
  sam<{ accepted: number; duplicate: number; rejected: object[] }>(`intake/${id}/audit-events`, {
    body: event,
  });

describe("sources of the record", () => {
  it("F180 registers a source, and records who did it", async () => {
    const reply = await sam("sources", { body: LAB });
    expect(reply).toMatchObject({
      status: 200,
      json: { state: "waiting", intervalHours: 168, seenAt: null },
    });
    expect(api.entries.at(-1)).toMatchObject({
      personId: "sam.security",
      interaction: "api.sources.add",
      changes: ["registered source/lab"],
    });
  });

  it("F180 takes no second source under the same id", async () => {
    await sam("sources", { body: LAB });
    expect(await sam("sources", { body: LAB })).toMatchObject({ status: 409 });
  });

  it("INT-3 F180 counts the same event sent twice once, and says when the source was seen", async () => {
    await sam("sources", { body: LAB });
    expect((await send("lab", balpRead(1))).json).toEqual({ accepted: 1, duplicate: 0, rejected: [] });
    expect((await send("lab", balpRead(1))).json).toEqual({ accepted: 0, duplicate: 1, rejected: [] });
    const [lab] = await listed();
    expect(lab).toMatchObject({
      state: "live",
      seenAt: new Date(NOW).toISOString(),
      days: [{ day: "2026-05-04", accepted: 1, duplicate: 1, rejected: 0 }],
    });
  });

  it("INT-20 F180 a source is silent once its interval is over", async () => {
    await sam("sources", { body: { ...LAB, intervalHours: 1 } });
    await send("lab", balpRead(1));
    now += 3_600_000;
    expect((await listed())[0]?.state).toBe("live");
    now += 1;
    expect((await listed())[0]?.state).toBe("silent");
  });

  it("F180 changes a source on the version that was read, and on no other", async () => {
    await sam("sources", { body: LAB });
    const change = { method: "PATCH", body: { disabled: true }, ifMatch: "1" };
    expect((await sam("sources/lab", change)).json).toMatchObject({
      state: "off",
      version: 2,
      name: LAB.name,
    });
    expect((await sam("sources/lab", change)).status).toBe(409);
    expect((await send("lab", balpRead(1))).status).toBe(409);
  });

  it("INT-12 a source that names its clients takes nothing from anybody else", async () => {
    await sam("sources", { body: { ...LAB, clients: ["lab-feed"] } });
    expect(await send("lab", balpRead(1))).toMatchObject({
      status: 403,
      json: { code: "client_not_permitted" },
    });
    expect(api.entries.some(({ source }) => source !== undefined)).toBe(false);
  });

  it("INT-7 shows what was rejected, and what was sent only with the patients", async () => {
    await sam("sources", { body: LAB });
    await send("lab", { ...balpRead(1), recorded: "yesterday" });
    const [reject] = (await sam<z.infer<typeof RejectsSchema>>("sources/lab/rejects")).json.rejects;
    expect(reject).toMatchObject({ place: 1, reason: "time_invalid" });
    const opened = await sam<{ raw: string }>(`sources/lab/rejects/${reject?.id}`);
    expect(opened.json.raw).toContain('"recorded":"yesterday"');
    expect(api.entries.at(-1)?.released).toEqual(["record.sources", "record.patients"]);
  });

  it("F180 refuses a mapping that names no time", async () => {
    const mapping = { time: { format: "iso" }, fields: { agent: { column: "who" } } };
    const reply = await sam("sources", { body: { ...LAB, kind: "csv", mapping } });
    expect(reply).toMatchObject({ status: 400, json: { code: "input_invalid" } });
  });

  it("F180 knows no source of another name", async () => {
    expect((await send("lab", balpRead(1))).status).toBe(404);
    const change = { method: "PATCH", body: { name: "x" }, ifMatch: "1" };
    expect((await sam("sources/lab", change)).status).toBe(404);
  });

  it.each(["bea.biller", "nina.nurse", "max.manager", "kai.keycustodian"])(
    "F180 %s neither reads sources nor sends",
    async (person) => {
      const purpose = "compliance";
      const replies = [
        await api.ask(person, "/api/v1/sources", { purpose }),
        await api.ask(person, "/api/v1/sources", { purpose, body: LAB }),
        await api.ask(person, "/api/v1/intake/lab/audit-events", { purpose, body: balpRead(1) }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    },
  );

  it("F180 an auditor reads sources, and changes none", async () => {
    const ask = (body?: object) =>
      api.ask("audra.auditor", "/api/v1/sources", { purpose: "audit", ...(body ? { body } : {}) });
    expect([(await ask()).status, (await ask(LAB)).status]).toEqual([200, 403]);
  });
});
