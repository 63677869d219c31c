import { existsSync, readFileSync } from "node:fs";
import type { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { createPdp } from "./http.ts";
import { DEPARTMENTS_SCENARIO } from "./testing/departments.ts";
import { openScenario } from "./testing/scenario.ts";
import { TODO } from "./testing/todo.ts";

interface Pair {
  readonly request: unknown;
  readonly expected: unknown;
}

const SHARED = new URL("../../../../shared/data/authzen/", import.meta.url);
const isThere = existsSync(SHARED);

function pairs(file: string, key: string): readonly Pair[] {
  if (!isThere) return [];
  const all = JSON.parse(readFileSync(new URL(file, SHARED), "utf8")) as Record<string, Pair[]>;
  return all[key] ?? [];
}

const todo = createPdp(openScenario(TODO).deps);
const departments = createPdp(openScenario(DEPARTMENTS_SCENARIO).deps);

async function asked(pdp: Hono, path: string, body: unknown): Promise<unknown> {
  const response = await pdp.request(`/access/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer pep" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return response.json();
}

describe.skipIf(!isThere)("the AuthZEN interop scenarios (skipped where ../shared/data is absent)", () => {
  it("F164 PDP-40 gives every decision of the todo application", async () => {
    const all = pairs("todo-decisions.json", "evaluation");
    const given = await Promise.all(all.map(({ request }) => asked(todo, "evaluation", request)));
    expect(all).toHaveLength(40);
    expect(given.map((answer) => (answer as { decision: boolean }).decision)).toEqual(
      all.map(({ expected }) => expected),
    );
  });

  it("F164 PDP-40 gives every batch of the todo application", async () => {
    const all = pairs("todo-decisions.json", "evaluations");
    const given = await Promise.all(all.map(({ request }) => asked(todo, "evaluations", request)));
    const decisions = (given as { evaluations: { decision: boolean }[] }[]).map(({ evaluations }) =>
      evaluations.map(({ decision }) => ({ decision })),
    );
    expect(all).toHaveLength(3);
    expect(decisions).toEqual(all.map(({ expected }) => expected));
  });

  it("F164 PDP-40 finds every subject of the record keeping", async () => {
    const all = pairs("search-subject.json", "evaluation");
    const given = await Promise.all(all.map(({ request }) => asked(departments, "search/subject", request)));
    expect(all).toHaveLength(60);
    expect(given.map((answer) => (answer as { results: unknown }).results)).toEqual(
      all.map(({ expected }) => (expected as { results: unknown }).results),
    );
  });
});
