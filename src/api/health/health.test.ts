import { describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { NOW, practiceApi } from "../testing/practice-api.ts";
import type { HealthSchema } from "./schema.ts";

type Health = z.infer<typeof HealthSchema>;

async function practice() {
  let now = NOW;
  const api = await practiceApi({ clock: { now: () => now } });
  const look = (person: string, purpose: string, visit?: string) =>
    api.ask<Health>(person, `/api/v1/health${visit === undefined ? "" : `?visit=${visit}`}`, { purpose });
  return { ...api, look, later: (ms: number) => void (now += ms) };
}

describe("how this system is", () => {
  it("INV-13 F183 the first look of a visit is in the record, and those that follow belong to it", async () => {
    const { look, entries, later } = await practice();
    const first = await look("sam.security", "compliance");
    const visit = first.headers.get("x-request-id") ?? "";
    expect(visit).toBe(entries[0]?.id);
    later(15_000);
    const next = await look("sam.security", "compliance", visit);
    expect([next.status, next.headers.get("x-request-id"), entries.length]).toEqual([200, visit, 1]);
  });

  it("INV-13 F183 a visit is nobody else's, not for another purpose, and ends after half an hour", async () => {
    const { look, entries, later } = await practice();
    const visit = (await look("sam.security", "compliance")).headers.get("x-request-id") ?? "";
    await look("priya.privacy", "compliance", visit);
    expect(entries).toHaveLength(2);
    later(30 * 60_000);
    await look("sam.security", "compliance", visit);
    expect(entries).toHaveLength(3);
  });

  it("INV-13 whoever is not given it is denied with an entry, whatever visit they name", async () => {
    const { look, entries } = await practice();
    const visit = (await look("sam.security", "compliance")).headers.get("x-request-id") ?? "";
    expect((await look("bea.biller", "billing", visit)).status).toBe(403);
    expect(entries.map(({ outcome }) => outcome)).toEqual(["permit", "deny"]);
  });

  it.each([
    ["ivan.itsupport", "system-support", 200],
    ["audra.auditor", "audit", 200],
    ["priya.privacy", "compliance", 200],
    ["kai.keycustodian", "system-support", 403],
    ["max.manager", "compliance", 403],
  ])("INV-15 F183 %s under %s is answered with %d", async (person, purpose, status) => {
    const { look } = await practice();
    expect((await look(person, purpose)).status).toBe(status);
  });
});
