import { describe, expect, it } from "vitest";
import { createPdp } from "./http.ts";
import { ask } from "./testing/ask.ts";
import { CERTIFICATION } from "./testing/certification.ts";
import { openScenario } from "./testing/scenario.ts";

const pdp = createPdp(openScenario(CERTIFICATION).deps);
const alice = { type: "user", id: "alice" };
const bob = { type: "user", id: "bob" };
const admin = { ...bob, properties: { role: "admin" } };
const [read, write] = [{ name: "read" }, { name: "write" }];
const one = { type: "record", id: "record-1" };
const two = { type: "record", id: "record-2", properties: { status: "archived" } };
const remove = (soft: boolean) => ({ name: "delete", properties: { soft } });

async function told(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  const { status, headers, body: answer } = await ask(pdp, "pep", path, body);
  expect([status, headers.get("content-type")]).toEqual([200, "application/json"]);
  return answer as Record<string, unknown>;
}

async function decisions(body: unknown): Promise<readonly boolean[]> {
  const { evaluations } = (await told("evaluations", body)) as {
    evaluations: { decision: boolean }[];
  };
  return evaluations.map(({ decision }) => decision);
}

async function ids(path: string, body: unknown): Promise<readonly string[]> {
  const { results } = (await told(path, body)) as { results: { id?: string; name?: string }[] };
  return results.map(({ id, name }) => id ?? name ?? "");
}

describe("the AuthZEN 1.0 certification scenario", () => {
  it.each([
    ["rule 1: alice reads", alice, read, one, true],
    ["rule 2: alice writes", alice, write, one, true],
    ["rule 3: bob reads", bob, read, one, true],
    ["rule 4: bob does not write", bob, write, one, false],
    ["rule 5: alice does not write what is archived", alice, write, two, false],
    ["rule 6: an admin writes what is archived", admin, write, two, true],
    ["rule 7: alice deletes softly", alice, remove(true), one, true],
    ["rule 8: alice does not delete for good", alice, remove(false), one, false],
  ])("F164 PDP-41 %s", async (_, subject, action, resource, expected) => {
    const { decision } = await told("evaluation", { subject, action, resource });
    expect(decision).toBe(expected);
  });

  it("F164 PDP-41 PDP-06 ignores members that it does not know, further properties, and a context", async () => {
    const body = {
      subject: { ...alice, properties: { department: "Sales", role: "manager" } },
      action: { ...read, properties: { method: "GET" } },
      resource: { ...one, properties: { status: "active", owner: "bob" } },
      context: { time: "2025-06-27T18:03-07:00", ip: "192.168.1.1" },
      foo: "bar",
      futureField: { nested: true },
    };
    expect((await told("evaluation", body))["decision"]).toBe(true);
  });

  it("F164 PDP-41 says the same each time", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => told("evaluation", { subject: alice, action: read, resource: one })),
    );
    expect(answers.map(({ decision }) => decision)).toEqual([true, true, true, true, true]);
  });

  it.each([
    ["no subject", { action: read, resource: one }],
    ["no action", { subject: alice, resource: one }],
    ["no resource", { subject: alice, action: read }],
    ["a subject without type", { subject: { id: "alice" }, action: read, resource: one }],
    ["a subject without id", { subject: { type: "user" }, action: read, resource: one }],
    ["an action without name", { subject: alice, action: {}, resource: one }],
    ["a resource without type", { subject: alice, action: read, resource: { id: "record-1" } }],
    ["a resource without id", { subject: alice, action: read, resource: { type: "record" } }],
    ["a subject that is a string", { subject: "alice", action: read, resource: one }],
    ["a name that is a number", { subject: alice, action: { name: 123 }, resource: one }],
    ["properties that are a list", { subject: alice, action: read, resource: { ...one, properties: [] } }],
    ["an empty body", ""],
    ["what is not JSON", "{"],
    ["a key that stands twice", '{"subject":{"type":"user","id":"alice"},"subject":{}}'],
  ])("F164 PDP-03 PDP-41 refuses %s with 400", async (_, body) => {
    expect((await ask(pdp, "pep", "evaluation", body)).status).toBe(400);
  });

  it("F164 PDP-03 PDP-41 refuses another media type with 400", async () => {
    const text = { "content-type": "text/plain" };
    const body = { subject: alice, action: read, resource: one };
    expect((await ask(pdp, "pep", "evaluation", body, text)).status).toBe(400);
  });

  it("F164 PDP-04 PDP-41 echoes X-Request-ID, and does without one", async () => {
    const body = { subject: alice, action: read, resource: one };
    const echoed = await ask(pdp, "pep", "evaluation", body, { "x-request-id": "bfe9eb29" });
    expect(echoed.headers.get("x-request-id")).toBe("bfe9eb29");
    expect((await ask(pdp, "pep", "evaluation", body)).status).toBe(200);
  });

  it("F164 PDP-30 PDP-41 answers a batch in order, one decision for each", async () => {
    const batch = { subject: bob, resource: one, evaluations: [{ action: read }, { action: write }] };
    expect(await decisions(batch)).toEqual([true, false]);
  });

  it("F164 PDP-30 PDP-41 judges properties of each evaluation by themselves", async () => {
    const active = { ...one, properties: { status: "active" } };
    const byResource = {
      subject: alice,
      action: write,
      evaluations: [{ resource: active }, { resource: two }],
    };
    const bySubject = { action: write, resource: two, evaluations: [{ subject: alice }, { subject: admin }] };
    expect([await decisions(byResource), await decisions(bySubject)]).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("F164 PDP-30 PDP-41 fills a missing type from the default", async () => {
    const batch = {
      subject: alice,
      action: write,
      resource: { type: "record" },
      evaluations: [
        { resource: { id: "record-1", properties: { status: "active" } } },
        { resource: { ...two } },
      ],
    };
    expect(await decisions(batch)).toEqual([true, false]);
  });

  it("F164 PDP-30 PDP-41 denies one evaluation that cannot be read, and no other", async () => {
    const batch = { subject: alice, action: read, evaluations: [{ resource: one }, {}] };
    expect(await decisions(batch)).toEqual([true, false]);
  });

  it.each([
    ["execute_all", [true, false, true]],
    ["deny_on_first_deny", [true, false]],
    ["permit_on_first_permit", [true]],
  ])("F164 PDP-30 carries out %s", async (semantic, expected) => {
    const batch = {
      subject: bob,
      resource: one,
      evaluations: [{ action: read }, { action: write }, { action: read }],
      options: { evaluations_semantic: semantic },
    };
    expect(await decisions(batch)).toEqual(expected);
  });

  it.each([
    ["without evaluations", {}],
    ["with none", { evaluations: [] }],
  ])("F164 PDP-30 PDP-41 answers a batch %s as one evaluation", async (_, more) => {
    const body = { subject: alice, action: read, resource: one, ...more };
    expect((await told("evaluations", body))["decision"]).toBe(true);
  });

  it("F164 PDP-31 PDP-41 finds subjects", async () => {
    const sought = { subject: { type: "user" }, resource: one, context: { time: "now" } };
    expect(await ids("search/subject", { ...sought, action: read })).toEqual(["alice", "bob"]);
    expect(await ids("search/subject", { ...sought, action: write, resource: two })).toEqual(["bob"]);
  });

  it("F164 PDP-32 PDP-41 finds resources", async () => {
    const sought = { resource: { type: "record" } };
    expect(await ids("search/resource", { ...sought, subject: alice, action: read })).toEqual([
      "record-1",
      "record-2",
    ]);
    expect(await ids("search/resource", { ...sought, subject: admin, action: write })).toEqual(["record-2"]);
  });

  it("F164 PDP-33 PDP-41 finds actions", async () => {
    expect(await ids("search/action", { subject: alice, resource: one })).toEqual(["read", "write"]);
    expect(await ids("search/action", { subject: admin, resource: two })).toEqual(["read", "write"]);
  });

  it("F164 PDP-34 PDP-41 gives pages until an empty token", async () => {
    const sought = { subject: { type: "user" }, action: read, resource: one };
    const first = await told("search/subject", { ...sought, page: { limit: 1 } });
    const { next_token: token } = first["page"] as { next_token: string };
    const second = await told("search/subject", { ...sought, page: { token, limit: 1 } });
    expect([first["results"], second["results"]]).toEqual([[alice], [bob]]);
    expect((second["page"] as { next_token: string }).next_token).toBe("");
  });

  it.each([
    ["search/action", { subject: { type: "user", id: "nobody" }, resource: one }],
    [
      "search/resource",
      { subject: { type: "user", id: "nobody" }, action: read, resource: { type: "record" } },
    ],
    ["search/subject", { subject: { type: "spaceship" }, action: read, resource: one }],
    ["search/subject", { subject: { type: "user" }, action: read, resource: { type: "record", id: "none" } }],
    ["search/resource", { subject: alice, action: read, resource: { type: "spaceship" } }],
  ])("F164 PDP-35 PDP-41 finds nothing by %s for what it does not know", async (path, body) => {
    expect(await ids(path, body)).toEqual([]);
  });

  it.each([
    ["search/subject", { subject: { type: "user" }, resource: one }],
    ["search/subject", { subject: { type: "user" }, action: read, resource: { type: "record" } }],
    ["search/resource", { action: read, resource: { type: "record" } }],
    ["search/resource", { subject: { type: "user" }, action: read, resource: { type: "record" } }],
    ["search/action", { subject: alice }],
  ])("F164 PDP-03 PDP-41 refuses %s of what is missing with 400", async (path, body) => {
    expect((await ask(pdp, "pep", path, body)).status).toBe(400);
  });

  it("F164 PDP-07 PDP-41 publishes its metadata at the root", async () => {
    const response = await pdp.request("/.well-known/authzen-configuration");
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        policy_decision_point: "https://pdp.test",
        access_evaluation_endpoint: "https://pdp.test/access/v1/evaluation",
        access_evaluations_endpoint: "https://pdp.test/access/v1/evaluations",
        search_subject_endpoint: "https://pdp.test/access/v1/search/subject",
        search_resource_endpoint: "https://pdp.test/access/v1/search/resource",
        search_action_endpoint: "https://pdp.test/access/v1/search/action",
        obligations_supported: ["custom"],
      },
    ]);
  });
});
