import { beforeEach, describe, expect, it } from "vitest";
import { createApi } from "../../src/api/app.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { practiceApi } from "./practice-api.ts";

/** What a caller may learn from `check` and `explain`: no more than from the answer itself. */
describe("check as an oracle", () => {
  let desk: ReturnType<typeof practiceApi>;
  let api: ReturnType<typeof createApi>;
  beforeEach(() => {
    desk = practiceApi();
    api = createApi(desk.deps);
  });

  async function check(person: string, purpose: string, resource: string): Promise<[number, string]> {
    const reply = await api.request("/api/v1/decisions/check", {
      method: "POST",
      headers: {
        authorization: `Bearer ${person}`,
        "x-purpose-of-use": purpose,
        "content-type": "application/json",
      },
      body: JSON.stringify({ resource }),
    });
    const text = await reply.text();
    return [reply.status, text.replaceAll(/entry-\d+/g, "entry")];
  }

  const claim: JsonObject = {
    resourceType: "Claim",
    id: "c1",
    status: "active",
    patient: { reference: "Patient/p2" },
  };
  const labels = { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "BH" }] };

  it("F159 explains a record alike whether or not a hidden label stands on it", async () => {
    const vital: JsonObject = {
      resourceType: "Observation",
      id: "o1",
      category: [{ coding: [{ code: "vital-signs" }] }],
      subject: { reference: "Patient/p3" },
    };
    desk.put(vital);
    const plain = await check("nina", "treatment", "Observation/o1");
    desk.put({ ...vital, meta: labels });
    expect(plain[0]).toBe(200);
    expect(await check("nina", "treatment", "Observation/o1")).toEqual(plain);
  });

  it("F159 answers for a stranger as for an id that is not there", async () => {
    desk.put({ ...claim, patient: { reference: "Patient/p9" } });
    expect(await check("bea", "billing", "Claim/c1")).toEqual(await check("bea", "billing", "Claim/c2"));
  });

  it.each(["Claim/c1", "Claim/c2"])(
    "F159 answers `%s` at the next step, whether it is a stranger's or not there",
    async (resource) => {
      desk.put({ ...claim, patient: { reference: "Patient/p9" } });
      api = createApi({ ...desk.deps, absentStepMs: 200 });
      const begun = performance.now();
      expect((await check("bea", "billing", resource))[0]).toBe(404);
      expect(performance.now() - begun).toBeGreaterThanOrEqual(195);
    },
  );

  it("F159 does not tell the asker how much was withheld from them", async () => {
    const id = "01900000-0000-7000-8000-000000000001";
    desk.record(id, { personId: "bea", withheldCount: 14 });
    const reply = await api.request(`/api/v1/decisions/${id}/explanation`, {
      headers: { authorization: "Bearer bea", "x-purpose-of-use": "billing" },
    });
    expect(reply.status).toBe(200);
    expect(await reply.text()).not.toContain("withheld");
  });
});

describe("relation facts as a list of patients", () => {
  it("F159 gives nobody facts of a relation that none of their grants rests on", async () => {
    const { deps } = practiceApi();
    const mine = await createApi(deps).request("/api/v1/relations/mine", {
      headers: { authorization: "Bearer nina", "x-purpose-of-use": "treatment" },
    });
    const { relations } = (await mine.json()) as { relations: { relation: string; patient: string }[] };
    expect(new Set(relations.map(({ relation }) => relation))).toEqual(new Set(["clinic", "panel"]));
    expect(relations.map(({ patient }) => patient)).not.toContain("p5");
  });
});

describe("what arrives before anyone has signed in", () => {
  const { deps } = practiceApi();
  const api = createApi(deps);
  const post = (path: string, type: string, body: string) =>
    api.request(path, { method: "POST", headers: { "content-type": type }, body });

  it.each([
    ["/api/v1/decisions/check", "application/json", JSON.stringify({ resource: "A".repeat(5_000_000) })],
    ["/api/v1/record/_search", "application/json", JSON.stringify({ person: "a".repeat(5_000_000) })],
    ["/api/v1/clients", "application/json", JSON.stringify({ title: "a".repeat(100_000) })],
    ["/api/v1/restrictions", "application/json", JSON.stringify({ note: "a".repeat(100_000) })],
    ["/api/v1/whatever-comes-next", "application/json", JSON.stringify({ note: "a".repeat(100_000) })],
    ["/api/v1/people/import", "text/csv", "a,b\n".repeat(2_000_000)],
    ["/api/v1/relations/import", "text/csv", "a,b\n".repeat(2_000_000)],
  ])("F159 a body that is too long for %s is refused unread", async (path, type, body) => {
    const reply = await post(path, type, body);
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ code: "input_invalid", status: 413 });
  });

  it.each(["/api/v1/policy/impact", "/api/v1/policy/drafts/one/files"])(
    "who has not signed in is told so before %s reads more than a question",
    async (path) => {
      const body = JSON.stringify({ files: { "a.yaml": "a".repeat(100_000) } });
      expect((await post(path, "application/json", body)).status).toBe(401);
    },
  );

  it("who has signed in has a change of the policy read whole", async () => {
    const reply = await api.request("/api/v1/policy/impact", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer bea" },
      body: JSON.stringify({ files: { "a.yaml": "a".repeat(100_000) } }),
    });
    expect(reply.status).toBe(403);
  });

  it("a problem names a few of many wrong fields", async () => {
    const body = JSON.stringify({ resource: "Patient", elements: Array(500).fill(7) });
    const reply = await post("/api/v1/decisions/check", "application/json", body);
    const { detail } = (await reply.json()) as { detail: string };
    expect(detail.split("; ")).toHaveLength(20);
  });

  it("a body that is no JSON is the asker's fault, not ours", async () => {
    expect((await post("/api/v1/decisions/check", "application/json", "{bad")).status).toBe(400);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/json, text/plain"])(
    "a body that a page of another site can send, as `%s`, is the asker's fault, not ours",
    async (type) => {
      const reply = await post("/api/v1/session", type, JSON.stringify({ person: "bea" }));
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({ code: "input_invalid" });
      expect(reply.headers.get("set-cookie")).toBeNull();
    },
  );

  it("a type of resource is no longer than types are", async () => {
    const body = JSON.stringify({ resource: "A".repeat(1_000) });
    expect((await post("/api/v1/decisions/check", "application/json", body)).status).toBe(400);
  });
});
