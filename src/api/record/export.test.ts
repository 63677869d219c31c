import { beforeEach, describe, expect, it } from "vitest";
import type { RecordQuery } from "../../audit/search.ts";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import type { AuditEntry } from "../../audit/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { createApi } from "../app.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";

const EXPORT = "/api/v1/record/_export";

/** As many entries as asked for, newest first, read page by page like those of the record. */
function recordOf(count: number) {
  const pages: string[] = [];
  const search = async ({ limit, after, until = Infinity }: RecordQuery, withPatients: boolean) => {
    const from = Number(after ?? 0);
    const to = Math.min(count, from + limit);
    const entries: AuditEntry[] = [];
    for (let number = from; number < to; number++) {
      const patients = withPatients
        ? { patients: [`p${number}`] }
        : { patients: [], records: [], query: null };
      entries.push(auditEntry(number, { at: Math.min(until - 1, NOW - number - 1), ...patients }));
    }
    pages.push(`${from}-${to}`);
    return { entries, next: to < count ? String(to) : null };
  };
  return { pages, search };
}

async function withRecord(count: number) {
  const record = recordOf(count);
  const api = await practiceApi({ more: () => ({ record: { search: record.search } }) });
  const app = createApi(api.deps);
  const request = (person: string, body: object, purpose = "audit") =>
    app.request(EXPORT, {
      method: "POST",
      headers: {
        authorization: `Bearer ${person}`,
        "x-purpose-of-use": purpose,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
  return { api, record, request };
}

const told = (entries: readonly AuditEntry[]) =>
  entries.map(({ interaction, outcome }) => `${interaction} ${outcome}`);

describe("exporting the record", () => {
  let api: PracticeApi;
  beforeEach(async () => {
    api = await practiceApi();
    await api.ask("nina.nurse", "/api/v1/scope", { purpose: "treatment" });
  });

  it.each([
    ["csv", "text/csv; charset=utf-8", /^at,id,/],
    ["ndjson-auditevent", "application/fhir+ndjson", /^\{"resourceType":"AuditEvent"/],
    ["ocsf", "application/x-ndjson", /^\{"category_uid":6/],
    ["cef", "text/plain; charset=utf-8", /^CEF:0\|/],
  ])("F165 gives the record as %s", async (format, type, beginning) => {
    const { request } = await withRecord(3);
    const reply = await request("audra.auditor", { format });
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, type]);
    expect(reply.headers.get("content-disposition")).toMatch(
      /^attachment; filename="record-2026-05-04\.[a-z.]+"$/,
    );
    expect(await reply.text()).toMatch(beginning);
  });

  it("F165 records the intent before the first byte, each part before it, and the end after", async () => {
    const { api: over, record, request } = await withRecord(1_200);
    const reply = await request("audra.auditor", { format: "csv" });
    expect([told(over.entries), record.pages]).toEqual([["api.record.export permit"], []]);
    const reader = reply.body?.getReader();
    await reader?.read();
    expect(told(over.entries)).toEqual(["api.record.export permit", "api.record.export.part permit"]);
    while ((await reader?.read())?.done === false);
    expect(told(over.entries).slice(2)).toEqual([
      "api.record.export.part permit",
      "api.record.export.part permit",
      "api.record.export.end permit",
    ]);
    const [intent, ...rest] = over.entries;
    expect(new Set(rest.map(({ partOf }) => partOf))).toEqual(new Set([intent?.id]));
  });

  it("F165 records with each part the patients that it names", async () => {
    const { api: over, request } = await withRecord(600);
    await (await request("audra.auditor", { format: "cef" })).text();
    const parts = over.entries.filter(({ interaction }) => interaction.endsWith("part"));
    expect(parts.map(({ patients }) => [patients.length, patients[0]])).toEqual([
      [500, "p0"],
      [100, "p500"],
    ]);
    expect(parts[0]?.released).toEqual(["record.entries", "record.patients"]);
  });

  it("F165 reads no further than is asked for", async () => {
    const { record, request } = await withRecord(100_000);
    const reader = (await request("audra.auditor", { format: "csv" })).body?.getReader();
    await reader?.read();
    expect(record.pages).toEqual(["0-500"]);
    await reader?.cancel();
  });

  it("F165 records that an export broke off when its reader goes away", async () => {
    const { api: over, request } = await withRecord(1_200);
    const reader = (await request("audra.auditor", { format: "csv" })).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(over.entries.at(-1)).toMatchObject({ outcome: "error", reason: "release_interrupted" });
  });

  it("F165 ends in the middle when the right ends", async () => {
    const { api: over, request } = await withRecord(1_200);
    let policy: CompiledPolicy | null = over.policy;
    over.deps.pipeline.policy = () => policy;
    const reader = (await request("audra.auditor", { format: "csv" })).body?.getReader();
    await reader?.read();
    policy = null;
    await expect(reader?.read()).rejects.toThrow("before it was complete");
    expect(told(over.entries).slice(-2)).toEqual([
      "api.record.export.part deny",
      "api.record.export.end error",
    ]);
  });

  it("F165 sends nothing of a part that could not be recorded", async () => {
    const { api: over, request } = await withRecord(3);
    const reply = await request("audra.auditor", { format: "csv" });
    over.deps.pipeline.record = async () => {
      throw new Error("the disk is full");
    };
    await expect(reply.text()).rejects.toThrow();
  });

  it("F165 denies who may not read the record", async () => {
    const { api: over, request } = await withRecord(3);
    const reply = await request("bea.biller", { format: "csv" }, "billing");
    expect(reply.status).toBe(403);
    expect(told(over.entries)).toEqual(["api.record.export deny"]);
  });

  it("F165 keeps to the filters of a search", async () => {
    const reply = await createApi(api.deps).request(EXPORT, {
      method: "POST",
      headers: {
        authorization: "Bearer audra.auditor",
        "x-purpose-of-use": "audit",
        "content-type": "application/json",
      },
      body: JSON.stringify({ format: "cef", person: "bea.biller" }),
    });
    expect(await reply.text()).toBe("");
  });

  it("F165 refuses a format that is none", async () => {
    const { request } = await withRecord(3);
    expect((await request("audra.auditor", { format: "xml" })).status).toBe(400);
  });
});
