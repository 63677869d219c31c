import { describe, expect, it } from "vitest";
import { ask, reasonOf, search } from "./asking.ts";
import type { Bundle, Reply, Resource } from "./asking.ts";

const JSON_BODY = { "content-type": "application/fhir+json" };

function put(person: string, purpose: string, record: Resource, headers = {}): Promise<Reply> {
  const init = { method: "PUT", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(record) };
  return ask(person, purpose, `/fhir/${record.resourceType}/${record.id}`, init);
}

function post(person: string, purpose: string, path: string, body: object): Promise<Reply> {
  return ask(person, purpose, `/fhir/${path}`, {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify(body),
  });
}

async function oneOf(person: string, purpose: string, query: string): Promise<Resource> {
  const [found] = await search(person, purpose, query);
  if (found === undefined) throw new Error(`nothing for ${query}`);
  return found;
}

describe("writing through the gateway in front of the demo hospital", () => {
  it("F170 the front desk changes an address, and the patient still sees all the rest", async () => {
    const patient = await oneOf("fran.frontdesk", "check-in", "Patient?_id=patient-pat");
    const path = `/fhir/Patient/${patient.id}`;
    const before = (await ask("pat.patient", "patient-request", path)).json as Resource;
    const changed = { ...patient, address: [{ line: ["9 New Street"], city: "Alder Falls", state: "NH" }] };
    const reply = await put("fran.frontdesk", "check-in", changed);
    expect([reply.status, (reply.json as Resource)["address"]]).toEqual([200, changed["address"]]);
    const after = (await ask("pat.patient", "patient-request", path)).json as Resource;
    expect(Object.keys(before).length).toBeGreaterThan(Object.keys(patient).length);
    // Where the house stands on the map is an element of its own, which the desk is not shown.
    const [{ extension }] = before["address"] as [{ readonly extension: unknown }];
    expect(extension).toBeDefined();
    expect(after).toEqual({ ...before, address: [{ ...changed.address[0], extension }] });
  });

  it("F170 the front desk may not change a birth date, and is told so by the element's name", async () => {
    const patient = await oneOf("fran.frontdesk", "check-in", "Patient?_count=1");
    const reply = await put("fran.frontdesk", "check-in", { ...patient, birthDate: "1990-01-01" });
    expect([reply.status, reasonOf(reply)]).toEqual([403, "write_not_permitted"]);
    expect(reply.text).toContain("`patient.birth-date`");
  });

  it("F170 a nurse enters vital signs, finds them again, and cannot delete them", async () => {
    const {
      id: _,
      meta: __,
      ...like
    } = await oneOf("nina.nurse", "treatment", "Observation?category=vital-signs&_count=1");
    const made = await post("nina.nurse", "treatment", "Observation", like);
    const location = new URL(made.headers.get("location") ?? "");
    expect([made.status, (await ask("nina.nurse", "treatment", location.pathname)).text]).toEqual([
      201,
      made.text,
    ]);
    const gone = await ask("nina.nurse", "treatment", location.pathname, { method: "DELETE" });
    expect(gone.status).toBe(403);
  });

  it("F170 an old tag is refused, and the tag of a read is taken", async () => {
    const condition = await oneOf("paul.provider", "treatment", "Condition?_count=1");
    const changed = { ...condition, severity: { text: "mild" } };
    const stale = await put("paul.provider", "treatment", changed, { "if-match": 'W/"1"' });
    const read = await ask("paul.provider", "treatment", `/fhir/Condition/${condition.id}`);
    const etag = read.headers.get("etag") ?? "";
    const fresh = await put("paul.provider", "treatment", changed, { "if-match": etag });
    expect([stale.status, fresh.status]).toEqual([412, 200]);
  });

  it("F170 a transaction is all or nothing, a batch is not", async () => {
    const {
      id: _,
      meta: __,
      ...like
    } = await oneOf("nina.nurse", "treatment", "Observation?category=vital-signs&_count=1");
    const entry = [
      { request: { method: "POST", url: "Observation" }, resource: like },
      { request: { method: "DELETE", url: "Patient/nobody" } },
    ];
    const send = (type: string): Promise<Reply> =>
      post("nina.nurse", "treatment", "", { resourceType: "Bundle", type, entry });
    const total = async (): Promise<number | undefined> =>
      ((await ask("nina.nurse", "treatment", "/fhir/Observation?_summary=count")).json as Bundle).total;
    const before = await total();
    expect((await send("transaction")).status).toBeGreaterThanOrEqual(400);
    expect(await total()).toBe(before);
    expect((await send("batch")).status).toBe(200);
    expect(await total()).toBe((before ?? 0) + 1);
  });

  it("F170 a write stands in the record twice: before the upstream is told, and after", async () => {
    const condition = await oneOf("paul.provider", "treatment", "Condition?_count=1");
    await put("paul.provider", "treatment", { ...condition, severity: { text: "severe" } });
    const entries = async (
      interaction: string,
    ): Promise<readonly { readonly changes?: readonly string[] }[]> => {
      const body = { interaction, person: "paul.provider", limit: 5 };
      const init = {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      };
      const reply = await ask("audra.auditor", "audit", "/api/v1/record/_search", init);
      return (reply.json as { entries: { changes?: string[] }[] }).entries;
    };
    const [intent, outcome] = [await entries("fhir.update.intent"), await entries("fhir.update")];
    expect(intent[0]?.changes).toEqual(["update Condition: condition.status"]);
    expect(outcome[0]?.changes).toEqual(intent[0]?.changes);
  });
});
