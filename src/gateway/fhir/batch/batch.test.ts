import { describe, expect, it } from "vitest";
import { jsonOf, reasonIn } from "../testing/ask.ts";
import type { HttpReply } from "../question.ts";
import { ward } from "../write/testing/ward.ts";
import type { Ward } from "../write/testing/ward.ts";

type Body = Record<string, unknown>;

interface Item {
  readonly method: string;
  readonly url: string;
  readonly resource?: Body;
  readonly fullUrl?: string;
  readonly more?: Body;
}

const bundle = (type: string, items: readonly Item[]): Body => ({
  resourceType: "Bundle",
  type,
  entry: items.map(({ method, url, resource, fullUrl, more }) => ({
    ...(fullUrl === undefined ? {} : { fullUrl }),
    ...(resource === undefined ? {} : { resource }),
    request: { method, url, ...more },
  })),
});

const send = (on: Ward, type: string, items: readonly Item[], person = "nina"): Promise<HttpReply> =>
  on.ask(person, "POST", "", bundle(type, items));

interface Response {
  readonly resource?: Body;
  readonly response: {
    readonly status: string;
    readonly location?: string;
    readonly etag?: string;
    readonly outcome?: {
      readonly issue: readonly {
        readonly details: { readonly coding: readonly { readonly code: string }[] };
      }[];
    };
  };
}

const responses = (reply: HttpReply): readonly Response[] =>
  (JSON.parse(Buffer.from(reply.body ?? []).toString()) as { entry: Response[] }).entry;
const statuses = (reply: HttpReply): readonly string[] =>
  responses(reply).map(({ response }) => response.status);
const bytes = (reply: HttpReply): string => `${reply.status} ${Buffer.from(reply.body ?? []).toString()}`;

const observation = (patient: string, more: Body = {}): Body => ({
  resourceType: "Observation",
  status: "final",
  category: [{ coding: [{ code: "laboratory" }] }],
  code: { coding: [{ system: "http://loinc.org", code: "2339-0" }] },
  subject: { reference: `Patient/${patient}` },
  ...more,
});
const visit: Body = { resourceType: "Encounter", status: "planned", subject: { reference: "Patient/p1" } };

describe("a batch", () => {
  it("F170 GW-175 asks each entry by itself, and answers with a response for each", async () => {
    const on = ward();
    const reply = await send(on, "batch", [
      { method: "GET", url: "Patient/p1" },
      { method: "GET", url: "Patient/p6" },
      { method: "GET", url: "Observation?patient=p1" },
      { method: "POST", url: "Observation", resource: observation("p1") },
      { method: "POST", url: "Observation", resource: observation("p6") },
    ]);
    expect(jsonOf(reply)["type"]).toBe("batch-response");
    expect(statuses(reply)).toEqual(["200", "404", "200", "201", "422"]);
    expect(responses(reply)[3]?.response.location).toBe("http://gateway.test/fhir/Observation/made-1");
    expect(responses(reply)[1]?.response.outcome?.issue[0]?.details.coding[0]?.code).toBe("not_found");
  });

  it("F170 GW-175 has an entry in the record for each of its questions", async () => {
    const on = ward();
    await send(on, "batch", [
      { method: "GET", url: "Patient/p1" },
      { method: "DELETE", url: "Patient/p6" },
    ]);
    expect(on.entries().map(({ interaction }) => interaction)).toEqual(["fhir.read", "fhir.delete"]);
  });

  it("F170 GW-175 answers as each question would be answered alone", async () => {
    const on = ward();
    const alone = await on.ask("nina", "GET", "/Patient/p1");
    const [one] = responses(await send(on, "batch", [{ method: "GET", url: "Patient/p1" }]));
    expect([one?.resource, one?.response.etag]).toEqual([
      JSON.parse(Buffer.from(alone.body ?? []).toString()),
      alone.headers["etag"],
    ]);
  });

  it("F170 GW-175 takes conditions of an entry, and a patch in a Binary", async () => {
    const on = ward();
    const patch = [{ op: "replace", path: "/name/0/family", value: "New" }];
    const data = Buffer.from(JSON.stringify(patch)).toString("base64");
    const resource = { resourceType: "Binary", contentType: "application/json-patch+json", data };
    const reply = await send(on, "batch", [
      { method: "PATCH", url: "Patient/p1", resource, more: { ifMatch: 'W/"old"' } },
      { method: "PATCH", url: "Patient/p1", resource },
    ]);
    expect(statuses(reply)).toEqual(["412", "200"]);
  });

  it("F170 GW-176 a Bundle in a Bundle, and too many entries, are refused", async () => {
    const on = ward();
    const nested = await send(on, "batch", [{ method: "POST", url: "", resource: bundle("batch", []) }]);
    const many = await send(
      on,
      "batch",
      Array.from({ length: 101 }, () => ({ method: "GET", url: "Patient/p1" })),
    );
    expect([nested.status, many.status, (await send(on, "collection", [])).status]).toEqual([400, 400, 400]);
  });

  it("F170 GW-176 who is nobody is told so once, and it is recorded", async () => {
    const on = ward();
    const reply = await send(on, "batch", [{ method: "GET", url: "Patient/p1" }], "nobody");
    expect([reply.status, on.entries()]).toEqual([
      401,
      [{ interaction: "fhir.batch", release: { outcome: "deny", reason: "unauthenticated" } }],
    ]);
  });
});

describe("a transaction", () => {
  it("F170 GW-177 writes all of its entries, with links between them", async () => {
    const on = ward();
    const encounter = { reference: "urn:uuid:1b2c" };
    const reply = await send(on, "transaction", [
      { method: "POST", url: "Encounter", fullUrl: "urn:uuid:1b2c", resource: visit },
      { method: "POST", url: "Observation", resource: observation("p1", { encounter }) },
    ]);
    expect([reply.status, statuses(reply)]).toEqual([200, ["201", "201"]]);
    expect(on.written).toEqual(["create Encounter/made-1", "create Observation/made-2"]);
  });

  it("F170 GW-178 one refusal refuses the whole, and names the entry", async () => {
    const on = ward();
    const reply = await send(on, "transaction", [
      { method: "POST", url: "Observation", resource: observation("p1") },
      { method: "POST", url: "Observation", resource: observation("p6") },
    ]);
    expect([reply.status, reasonIn(reply), on.written]).toEqual([422, "reference_not_found", []]);
    expect(bytes(reply)).toContain("entry 1");
  });

  it("F170 GW-178 a hidden record refuses the whole as an absent one does", async () => {
    const on = ward();
    const remove = (id: string) => send(on, "transaction", [{ method: "DELETE", url: `Condition/${id}` }]);
    const [hidden, absent] = [await remove("cond-p6"), await remove("nobody")];
    expect([hidden.status, bytes(absent)]).toEqual([404, bytes(hidden)]);
  });

  it("F170 GW-179 a link to an entry that names its record becomes a link to the record", async () => {
    const on = ward();
    await send(on, "transaction", [
      { method: "POST", url: "Encounter", fullUrl: "urn:uuid:a", resource: visit },
    ]);
    const shown = responses(await send(on, "batch", [{ method: "GET", url: "Encounter/made-1" }]))[0]
      ?.resource;
    const reply = await send(on, "transaction", [
      {
        method: "PUT",
        url: "Encounter/made-1",
        fullUrl: "urn:uuid:b",
        resource: { ...shown, status: "finished" },
      },
      {
        method: "POST",
        url: "Observation",
        resource: observation("p1", { encounter: { reference: "urn:uuid:b" } }),
      },
    ]);
    expect(reply.status).toBe(200);
    expect(on.stored("Observation/made-2")).toMatchObject({ encounter: { reference: "Encounter/made-1" } });
  });

  it.each([
    ["names a record that is there", ["Condition/cond-p6"]],
    ["is a code that stands in records", ["final"]],
    ["stands twice", ["urn:uuid:a", "urn:uuid:a"]],
  ])("F170 GW-179 what is created is refused under a `fullUrl` that %s", async (_, fullUrls) => {
    const on = ward();
    const entries = fullUrls.map((fullUrl) => ({
      method: "POST",
      url: "Observation",
      fullUrl,
      resource: observation("p1"),
    }));
    const reply = await send(on, "transaction", entries);
    expect([reply.status, reasonIn(reply), on.written]).toEqual([400, "bad_request", []]);
  });

  it("F170 GW-179 a link to what stands not in the transaction is refused as an absent record", async () => {
    const on = ward();
    const reply = await send(on, "transaction", [
      {
        method: "POST",
        url: "Observation",
        resource: observation("p1", { encounter: { reference: "urn:uuid:x" } }),
      },
    ]);
    expect([reasonIn(reply), on.written]).toEqual(["reference_not_found", []]);
  });

  it("F170 GW-179 a conditional reference is refused", async () => {
    const on = ward();
    const encounter = { reference: "Encounter?identifier=x" };
    const reply = await send(on, "transaction", [
      { method: "POST", url: "Observation", resource: observation("p1", { encounter }) },
    ]);
    expect([reasonIn(reply), on.written]).toEqual(["reference_not_found", []]);
  });

  it("F170 GW-180 what is read is answered after the writes, by itself", async () => {
    const on = ward();
    const reply = await send(on, "transaction", [
      { method: "GET", url: "Encounter/made-1" },
      { method: "POST", url: "Encounter", resource: visit },
    ]);
    expect(statuses(reply)).toEqual(["200", "201"]);
    expect(on.entries().map(({ interaction }) => interaction)).toEqual([
      "fhir.transaction.intent",
      "fhir.read",
      "fhir.transaction",
    ]);
  });

  it("F170 GW-181 nothing is written when the intent cannot be recorded", async () => {
    const on = ward();
    on.state.recordFails = true;
    const reply = await send(on, "transaction", [{ method: "POST", url: "Encounter", resource: visit }]);
    expect([reply.status, on.written]).toEqual([503, []]);
  });

  it("F170 GW-181 what the upstream refuses refuses the whole, by one constant reason", async () => {
    const on = ward();
    on.outcomes.push({ kind: "refused", status: 422 });
    const reply = await send(on, "transaction", [{ method: "POST", url: "Encounter", resource: visit }]);
    expect([reply.status, reasonIn(reply)]).toEqual([422, "write_refused"]);
  });

  it("F170 GW-178 a record stands in a transaction once", async () => {
    const reply = await send(ward(), "transaction", [
      { method: "DELETE", url: "Condition/cond-p1" },
      { method: "DELETE", url: "Condition/cond-p1" },
    ]);
    expect(reply.status).toBe(400);
  });
});
