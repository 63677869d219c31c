import type { z } from "@hono/zod-openapi";
import { beforeAll, describe, expect, it } from "vitest";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { EntryPageSchema } from "./schema.ts";

type Page = z.infer<typeof EntryPageSchema>;

const SEARCH = "/api/v1/record/_search";
const AUDIT = "audit";

let api: PracticeApi;
beforeAll(async () => {
  api = await practiceApi({
    facts: [{ person: "bea.biller", relation: "billable", patient: "p1" }],
  });
  await api.ask("bea.biller", "/api/v1/relations/mine", { purpose: "HPAYMT" });
  await api.ask("bea.biller", "/api/v1/scope", { purpose: "treatment" });
  await api.ask("nina.nurse", "/api/v1/scope", { purpose: "treatment" });
});

const found = async (person: string, purpose: string, body: object): Promise<Page["entries"]> =>
  (await api.ask<Page>(person, SEARCH, { purpose, body })).json.entries;

describe("searching the record", () => {
  it.each([
    ["purpose as declared", { purpose: "HPAYMT" }, ["api.relations.mine"]],
    ["a purpose that the declaration stood for", { purpose: "eligibility" }, ["api.relations.mine"]],
    ["reason", { reason: "purpose_not_permitted" }, ["api.scope.read"]],
    ["rule", { rule: "role:nurse/treatment#1" }, ["api.scope.read"]],
    ["outcome and person", { outcome: "deny", person: "bea.biller" }, ["api.scope.read"]],
  ])("F012 finds entries by %s", async (_what, query, interactions) => {
    const entries = await found("audra.auditor", AUDIT, query);
    expect(entries.map(({ interaction }) => interaction)).toEqual(interactions);
  });

  it("finds one's own entries without a right to the record", async () => {
    const entries = await found("bea.biller", "billing", { mine: true, limit: 10 });
    expect(entries.map(({ person }) => person)).toEqual(entries.map(() => "bea.biller"));
    expect(entries.length).toBeGreaterThanOrEqual(2);
  });

  it("keeps to one's own entries whoever is named", async () => {
    const entries = await found("bea.biller", "billing", { mine: true, person: "nina.nurse" });
    expect([...new Set(entries.map(({ person }) => person))]).toEqual(["bea.biller"]);
  });

  it("tells of one's own entries neither whom they are about nor how much was withheld", async () => {
    const [entry] = await found("bea.biller", "billing", { mine: true, purpose: "HPAYMT" });
    expect(entry).toMatchObject({ interaction: "api.relations.mine" });
    for (const member of ["patients", "records", "withheldCount"]) expect(entry).not.toHaveProperty(member);
  });

  it("denies others' entries to who has no right to the record", async () => {
    const reply = await api.ask("bea.biller", SEARCH, { purpose: "billing", body: {} });
    expect([reply.status, reply.json.code]).toEqual([403, "no_grant"]);
  });

  it("denies a search for a patient among one's own entries to who may not read patients there", async () => {
    const body = { mine: true, patient: "p1" };
    const reply = await api.ask("bea.biller", SEARCH, { purpose: "billing", body });
    expect([reply.status, reply.json.code]).toEqual([403, "no_grant"]);
  });

  it("F012 turns the record: the oldest come first, each once to the end, and no cursor serves both orders", async () => {
    const until = new Date(NOW + 1).toISOString();
    const ask = (body: object) =>
      api.ask<Page>("audra.auditor", SEARCH, {
        purpose: AUDIT,
        body: { person: "bea.biller", until, ...body },
      });
    const newest = (await ask({})).json.entries.map(({ id }) => id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { json } = await ask({ descending: false, limit: 2, ...(after === null ? {} : { after }) });
      seen.push(...json.entries.map(({ id }) => id));
      after = json.next;
    } while (after !== null);
    expect(newest.length).toBeGreaterThan(2);
    expect(seen).toEqual(newest.toReversed());
    const { next } = (await ask({ limit: 1 })).json;
    expect((await ask({ descending: false, limit: 1, after: next })).status).toBe(403);
  });

  it("goes on where a page ended, and refuses another search's cursor", async () => {
    const first = await api.ask<Page>("audra.auditor", SEARCH, { purpose: AUDIT, body: { limit: 2 } });
    const after = first.json.next;
    const second = await api.ask<Page>("audra.auditor", SEARCH, {
      purpose: AUDIT,
      body: { limit: 2, after },
    });
    const ids = [...first.json.entries, ...second.json.entries].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const body = { after, person: "bea.biller" };
    expect((await api.ask("audra.auditor", SEARCH, { purpose: AUDIT, body })).status).toBeGreaterThanOrEqual(
      400,
    );
  });
});
