import { describe, expect, it } from "vitest";
import { createPdp } from "../../gateway/pdp/http.ts";
import { openHospital } from "../../gateway/pdp/testing/hospital.ts";
import { createClient, ModicumRefusal } from "./index.ts";

interface Sent {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

function clientOver(answer: (sent: Sent) => Response | Promise<Response>, token = "t") {
  const sent: Sent[] = [];
  const client = createClient({
    url: "http://modicum.test/",
    token: async () => token,
    purpose: "billing",
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const one = { url: request.url, headers: request.headers, body: await request.text() };
      sent.push(one);
      return answer(one);
    },
  });
  return { client, sent };
}

const bundle = (ids: readonly string[], next?: string) =>
  Response.json({
    resourceType: "Bundle",
    entry: ids.map((id) => ({ resource: { resourceType: "Claim", id } })),
    link: next === undefined ? [] : [{ relation: "next", url: next }],
  });

describe("the client", () => {
  it("F174 presents the token and declares the purpose", async () => {
    const { client, sent } = clientOver(() => Response.json({ resourceType: "Patient", id: "1" }));
    await client.fhir.read("Patient", "1");
    expect(sent[0]?.url).toBe("http://modicum.test/fhir/Patient/1");
    expect([sent[0]?.headers.get("authorization"), sent[0]?.headers.get("x-purpose-of-use")]).toEqual([
      "Bearer t",
      "billing",
    ]);
  });

  it("F174 follows pages, with parameters in the body alone", async () => {
    const { client, sent } = clientOver(({ url }) =>
      url.endsWith("_search") ? bundle(["1", "2"], "http://modicum.test/fhir/Claim?_page=x") : bundle(["3"]),
    );
    const ids: unknown[] = [];
    for await (const { id } of client.fhir.search("Claim", { patient: "Patient/7" })) ids.push(id);
    expect(ids).toEqual(["1", "2", "3"]);
    expect(sent.map(({ url }) => url).join(" ")).not.toContain("7");
  });

  it("F174 takes its token to no other server", async () => {
    const { client, sent } = clientOver(() => bundle(["1"], "http://elsewhere.test/fhir/Claim?_page=x"));
    const all = async () => {
      for await (const one of client.fhir.search("Claim")) expect(one.id).toBe("1");
    };
    await expect(all()).rejects.toThrow("leads elsewhere");
    expect(sent).toHaveLength(1);
  });

  it("F174 reads what is not there as null, and a refusal with its code and entry", async () => {
    const outcome = {
      resourceType: "OperationOutcome",
      issue: [{ details: { coding: [{ code: "purpose_missing" }], text: "no purpose of use was declared" } }],
    };
    const { client } = clientOver(({ url }) =>
      url.endsWith("/0")
        ? new Response(null, { status: 404 })
        : Response.json(outcome, { status: 403, headers: { "x-request-id": "e1" } }),
    );
    expect(await client.fhir.read("Patient", "0")).toBeNull();
    await expect(client.fhir.read("Patient", "1")).rejects.toMatchObject(
      new ModicumRefusal(403, "purpose_missing", "no purpose of use was declared", "e1"),
    );
  });

  it("F174 asks the decision API, batch by batch and page by page", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const { client, sent } = clientOver(
      ({ url, headers, body }) => pdp.request(new Request(url, { method: "POST", headers, body })),
      "pep",
    );
    const subject = { type: "user", id: "bea.biller" };
    const action = { name: "read" };
    const resource = { type: "Patient", id: "patient-pat" };
    const many = Array.from({ length: 150 }, () => ({ resource }));
    const answers = await client.pdp.evaluateAll(many, { subject, action });
    const found: string[] = [];
    for await (const { id } of client.pdp.searchResources({ subject, action, resource: { type: "Claim" } }))
      found.push(id);
    expect([answers.length, answers.every(({ decision }) => decision), sent.length]).toEqual([150, true, 3]);
    expect(found.length).toBeGreaterThan(3);
  });

  it("F174 tells who may not ask at all by a refusal", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const { client } = clientOver(({ url, headers, body }) =>
      pdp.request(new Request(url, { method: "POST", headers, body })),
    );
    const asked = {
      subject: { type: "user", id: "x" },
      action: { name: "read" },
      resource: { type: "Patient", id: "1" },
    };
    await expect(client.pdp.evaluate(asked)).rejects.toMatchObject({ status: 401 });
  });

  it("F174 has every route of the control API with its types", async () => {
    const { client, sent } = clientOver(() => Response.json({ person: "bea.biller" }));
    const answer = await client.api.scope.$get();
    expect(answer.ok && (await answer.json()).person).toBe("bea.biller");
    expect(sent[0]?.url).toBe("http://modicum.test/api/v1/scope");
  });
});
