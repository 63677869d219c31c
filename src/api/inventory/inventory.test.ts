import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { memoryInventoryStore } from "../../governance/inventory/testing/memory-inventory-store.ts";
import { addedSystem } from "../../governance/inventory/register.ts";
import { FAX } from "../../governance/inventory/testing/inventory-store.contract.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { DataMapSchema, ProtectionSchema } from "./map-schema.ts";
import type { InventorySchema, SystemSchema, SystemsTakenSchema } from "./schema.ts";
import { PRACTICE_FACTS } from "./testing/desk.ts";

type System = z.infer<typeof SystemSchema>;
const DAY = 86_400_000;
const COLUMNS = ["id", "name", "owner", "categories", "atRest"];

let api: PracticeApi;
beforeEach(async () => {
  api = await practiceApi();
});

const as =
  (person: string, purpose: string) =>
  <T>(
    path: string,
    init: { readonly method?: string; readonly body?: unknown; readonly ifMatch?: string } = {},
  ) =>
    api.ask<T>(person, `/api/v1${path}`, { purpose, ...init });
const sam = as("sam.security", "compliance");

describe("the register of systems", () => {
  it("INV-10 F128 each act is in the record by the system's id, never with its words", async () => {
    const added = await sam<System>("/inventory", { body: FAX });
    expect(added.headers.get("etag")).toBe('"1"');
    await sam("/inventory/fax", { method: "PUT", body: { ...FAX, location: "canary" }, ifMatch: '"1"' });
    await sam("/inventory/fax/confirm", { method: "POST", ifMatch: '"2"' });
    expect(api.entries.flatMap(({ changes }) => changes)).toEqual([
      "added inventory/fax",
      "changed inventory/fax version 2",
      "confirmed inventory/fax version 3",
    ]);
    expect(JSON.stringify(api.entries)).not.toContain("canary");
  });

  it("INV-7 F128 a change of an older version is a conflict and changes nothing", async () => {
    await sam("/inventory", { body: FAX });
    const change = { method: "PUT", body: { ...FAX, name: "Other" }, ifMatch: '"1"' };
    expect((await sam("/inventory/fax", change)).status).toBe(200);
    expect((await sam("/inventory/fax", { ...change, body: FAX })).status).toBe(409);
    expect((await sam("/inventory/fax/confirm", { method: "POST", ifMatch: '"1"' })).status).toBe(409);
    const { systems } = (await sam<z.infer<typeof InventorySchema>>("/inventory")).json;
    expect(systems).toMatchObject([{ name: "Other", version: 2 }]);
  });

  it("INV-6 F128 what nobody has said anything of is to inventory, until somebody says that there is none", async () => {
    const ids = async () =>
      (await sam<z.infer<typeof InventorySchema>>("/inventory")).json.toInventory.map(({ id }) => id);
    expect(await ids()).toContain("voicemail");
    await sam("/inventory", {
      body: { id: "voicemail", name: "Voicemail", owner: "sam", standing: "absent" },
    });
    expect(await ids()).not.toContain("voicemail");
    const map = (await sam<z.infer<typeof DataMapSchema>>("/data-map")).json;
    expect(map.systems.map(({ id }) => id)).toEqual(["upstream", "record"]);
  });

  it("INV-8 F128 is to be confirmed each year, and a change is no confirmation", async () => {
    const old = addedSystem(FAX, "sam.security", NOW - 366 * DAY);
    api = await practiceApi({
      more: ({ deps }) => ({ inventory: { ...deps.inventory, store: memoryInventoryStore([old]) } }),
    });
    const change = { method: "PUT", body: { ...FAX, location: "Elsewhere" }, ifMatch: "1" };
    expect((await sam<System>("/inventory/fax", change)).json.overdue).toBe(true);
    const confirmed = await sam<System>("/inventory/fax/confirm", { method: "POST", ifMatch: "2" });
    expect(confirmed.json).toMatchObject({ overdue: false, confirmedBy: "sam.security" });
  });

  it("INV-9 F128 the same file again changes nothing, and a row that is no system is told", async () => {
    const rows = [
      ["fax", "Fax", "front desk", "1 2", "yes"],
      ["paper", "Paper", "records", "21", ""],
      ["email", "E-mail", "it", "2", "perhaps"],
    ];
    const take = async () =>
      (
        await sam<z.infer<typeof SystemsTakenSchema>>("/inventory/import", {
          body: { columns: COLUMNS, rows },
        })
      ).json;
    const faults = [
      { row: 2, field: "categories" },
      { row: 3, field: "atRest" },
    ];
    expect(await take()).toEqual({ added: 1, changed: 0, unchanged: 0, faults });
    expect(await take()).toEqual({ added: 0, changed: 0, unchanged: 1, faults });
    expect(api.entries.map(({ changes }) => changes)).toEqual([["added inventory/fax"], []]);
  });

  it("INV-9 F128 takes a file that is longer than a question", async () => {
    const long = "x".repeat(400);
    const rows = Array.from({ length: 200 }, (_, at) => [`s-${at}`, long, "it", "1", ""]);
    const taken = await sam<z.infer<typeof SystemsTakenSchema>>("/inventory/import", {
      body: { columns: COLUMNS, rows },
    });
    expect(taken.json.added).toBe(200);
  });

  it("INV-15 F128 support, privacy and security keep it, an auditor reads it, others do neither", async () => {
    const statuses = async (person: string, purpose: string) => {
      const ask = as(person, purpose);
      const id = person.replace(".", "-");
      return [
        (await ask("/inventory")).status,
        (await ask("/data-map")).status,
        (await ask("/protection")).status,
        (await ask("/inventory", { body: { ...FAX, id } })).status,
      ];
    };
    expect(await statuses("ivan.itsupport", "system-support")).toEqual([200, 200, 200, 200]);
    expect(await statuses("priya.privacy", "compliance")).toEqual([200, 200, 200, 200]);
    expect(await statuses("audra.auditor", "audit")).toEqual([200, 200, 200, 403]);
    expect(await statuses("bea.biller", "billing")).toEqual([403, 403, 403, 403]);
    expect(await statuses("max.manager", "compliance")).toEqual([403, 403, 403, 403]);
  });

  it("refuses words that span lines and categories that there are not", async () => {
    expect((await sam("/inventory", { body: { ...FAX, name: "a\nb" } })).status).toBe(400);
    expect((await sam("/inventory", { body: { ...FAX, categories: [21] } })).status).toBe(400);
  });
});

describe("the data map", () => {
  it("INV-2 F129 is worked out at each look from what is registered then", async () => {
    const names = async () =>
      (await sam<z.infer<typeof DataMapSchema>>("/data-map")).json.systems.map(({ name }) => name);
    expect(await names()).toEqual(["FHIR", "Record"]);
    await sam("/inventory", { body: FAX });
    expect(await names()).toEqual(["FHIR", "Record", "Fax server"]);
  });

  it("INV-3 F128 shows what is asked for of it: a category, a system, the more sensitive", async () => {
    const map = async (query: string) =>
      (await sam<z.infer<typeof DataMapSchema>>(`/data-map?${query}`)).json;
    const claims = await map("category=9&system=upstream");
    expect(claims.systems.map(({ id }) => id)).toEqual(["upstream"]);
    expect(new Set(claims.flows.map(({ category }) => category))).toEqual(new Set([9]));
    const high = await map("sensitivity=very-high");
    expect(high.categories.every(({ sensitivity }) => sensitivity === "very-high")).toBe(true);
    expect(high.categories.length).toBeGreaterThan(0);
  });

  it("INV-2 F129 names the policy that it was worked out from", async () => {
    const { policyHash, receivers } = (await sam<z.infer<typeof DataMapSchema>>("/data-map")).json;
    expect(policyHash).toBe(api.policy.hash);
    expect(receivers.map(({ id }) => id)).toContain(`client:${PRACTICE_FACTS.clients[0]?.id}`);
  });
});

describe("the posture of encryption", () => {
  it("INV-11 F154 each line says whether it was measured, configured, stated by whom, or is unknown", async () => {
    await sam("/inventory", { body: FAX });
    const { lines } = (await sam<z.infer<typeof ProtectionSchema>>("/protection")).json;
    const told = lines.map(({ id, state, basis, statedBy }) => [id, state, basis, statedBy]);
    expect(told).toEqual([
      ["listener", "local", "configured", null],
      ["disk", "unknown", "unknown", null],
      ["devices", "partly", "measured", null],
      ["fax:rest", "encrypted", "stated", "sam.security"],
      ["fax:transit", "plain", "stated", "sam.security"],
    ]);
  });
});
