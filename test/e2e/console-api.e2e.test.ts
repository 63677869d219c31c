import { expect, inject, it } from "vitest";
import type { Comparison } from "../../src/api/comparison/compare.ts";
import { ask } from "./asking.ts";

const visit = async (query = ""): Promise<{ readonly status: number; readonly body: Comparison }> => {
  const response = await fetch(`${inject("serverUrl")}/api/v1/comparison${query}`);
  return { status: response.status, body: (await response.json()) as Comparison };
};

const found = async (body: object): Promise<readonly { readonly id: string; readonly person: string }[]> => {
  const reply = await ask("audra.auditor", "audit", "/api/v1/record/_search", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (reply.json as { entries: readonly { id: string; person: string }[] }).entries;
};

it("F008 shows a newcomer one chart of many kinds, values in more than one form, and different views of it", async () => {
  const { status, body } = await visit();
  const forms = body.sections.flatMap(({ elements }) =>
    elements.flatMap(({ sights }) => sights.map(({ transform }) => transform)),
  );
  expect(status).toBe(200);
  expect(body.sections.length).toBeGreaterThan(10);
  expect(forms).toEqual(expect.arrayContaining(["keep", "generalize:year", "drop"]));
  expect(new Set(body.people.map(({ elementsShown }) => elementsShown)).size).toBeGreaterThanOrEqual(4);
});

it("F012 leaves the entries that it names in the record, each by the person it is about", async () => {
  const { body } = await visit();
  for (const { person, purpose, entries } of body.people) {
    const written = await found({ person, purpose: purpose.id, from: body.askedAt, limit: 500 });
    expect(written.map(({ id }) => id)).toEqual(expect.arrayContaining(entries.map(({ id }) => id)));
  }
});

it("puts neither the patient nor a value into a URL, and lets nobody keep the answer", async () => {
  const response = await fetch(`${inject("serverUrl")}/api/v1/comparison?fresh=false`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.url).not.toMatch(/patient|[0-9a-f]{20}/i);
});

it("F009 counts in the scope of a caller the patients that their own relations reach", async () => {
  const reply = await ask("fran.frontdesk", "check-in", "/api/v1/scope");
  const scope = reply.json as { records: readonly { relation: string; patients: number }[] };
  const booked = scope.records.find(({ relation }) => relation === "booked");
  const mine = await ask("fran.frontdesk", "check-in", "/api/v1/relations/mine");
  const facts = (mine.json as { relations: readonly { patient: string }[] }).relations;
  expect(booked?.patients).toBe(new Set(facts.map(({ patient }) => patient)).size);
  expect(booked?.patients).toBeGreaterThan(0);
});
