import { describe, expect, it } from "vitest";
import { jsonOf, reasonIn } from "../testing/ask.ts";
import { condition, patient } from "../testing/charts.ts";
import type { HttpReply } from "../question.ts";
import { NURSE_WRITES, ward } from "./testing/ward.ts";
import type { Ward } from "./testing/ward.ts";

type Body = Record<string, unknown>;

/** A record as nina is shown it. */
async function read(on: Ward, ref: string, person = "nina"): Promise<Body> {
  return JSON.parse(Buffer.from((await on.ask(person, "GET", `/${ref}`)).body ?? []).toString()) as Body;
}

/** Nina puts back what she is shown, changed. */
async function put(
  on: Ward,
  ref: string,
  change: (shown: Body) => Body,
  person = "nina",
): Promise<HttpReply> {
  return on.ask(person, "PUT", `/${ref}`, change(await read(on, ref, person)));
}

const bytes = (reply: HttpReply): string => `${reply.status} ${Buffer.from(reply.body ?? []).toString()}`;
const detail = (reply: HttpReply): string => JSON.stringify(jsonOf(reply));
const observation = (more: object = {}): Body => ({
  resourceType: "Observation",
  status: "final",
  category: [{ coding: [{ code: "laboratory" }] }],
  code: { coding: [{ system: "http://loinc.org", code: "2339-0" }] },
  subject: { reference: "Patient/p1" },
  valueQuantity: { value: 5, unit: "mg/dL" },
  ...more,
});

describe("update", () => {
  it("F170 GW-150 a minimized copy that is put back leaves the record as it was, and is no write", async () => {
    const on = ward();
    const before = on.stored("Patient/p1");
    const reply = await put(on, "Patient/p1", (shown) => shown);
    expect([reply.status, on.written]).toEqual([200, []]);
    expect(on.stored("Patient/p1")).toEqual(before);
  });

  it("F170 GW-151 a permitted change keeps all that the writer is not shown", async () => {
    const on = ward();
    const before = on.stored("Patient/p1") as Body;
    const reply = await put(on, "Patient/p1", (shown) => ({
      ...shown,
      name: [{ family: "New", given: ["Ada"] }],
    }));
    expect([reply.status, on.written]).toEqual([200, ["update Patient/p1"]]);
    const [name] = before["name"] as Body[];
    expect(on.stored("Patient/p1")).toEqual({ ...before, name: [{ ...name, family: "New" }] });
  });

  it("F170 GW-152 a change of an element that may not be written is refused with its name", async () => {
    const on = ward();
    const reply = await put(on, "Patient/p1", (shown) => ({ ...shown, birthDate: "1990-01-01" }));
    expect([reply.status, reasonIn(reply), on.written]).toEqual([403, "write_not_permitted", []]);
    expect(detail(reply)).toContain("`patient.birth-date`");
  });

  it("F170 GW-152 an element that is hidden is refused alike, whether or not the record has it", async () => {
    const withSsn = ward();
    const without = ward({ records: [patient("p1", { identifier: [] })] });
    const add = (shown: Body): Body => ({
      ...shown,
      identifier: [{ system: "http://hl7.org/fhir/sid/us-ssn", value: "1" }],
    });
    const [one, two] = [await put(withSsn, "Patient/p1", add), await put(without, "Patient/p1", add)];
    expect([reasonIn(one), reasonIn(two)]).toEqual(["write_not_permitted", "write_not_permitted"]);
  });

  it("F170 GW-153 a hidden record and an absent one are the same 404, and neither is made", async () => {
    const on = ward();
    const body = (id: string): Body => ({ resourceType: "Patient", id, name: [{ family: "X" }] });
    const hidden = await on.ask("nina", "PUT", "/Patient/p6", body("p6"));
    const absent = await on.ask("nina", "PUT", "/Patient/nobody", body("nobody"));
    expect(hidden.status).toBe(404);
    expect([bytes(absent), on.written]).toEqual([bytes(hidden), []]);
  });

  it("F170 GW-154 nobody labels their way in or out", async () => {
    const on = ward();
    for (const meta of [
      { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "PSYTHPN" }] },
      { tag: [{ code: "x" }] },
      { profile: ["http://x"] },
    ]) {
      const reply = await put(on, "Condition/cond-p1", (shown) => ({ ...shown, meta }));
      expect(reasonIn(reply)).toBe("write_not_covered");
    }
    expect(on.written).toEqual([]);
  });

  it("F170 GW-154 narrative, contained records and extensions are refused by their path", async () => {
    const on = ward();
    for (const [key, value] of Object.entries({
      text: { status: "generated", div: "<div/>" },
      contained: [{ resourceType: "Patient", id: "x" }],
      extension: [{ url: "http://x", valueString: "y" }],
    })) {
      const reply = await put(on, "Condition/cond-p1", (shown) => ({ ...shown, [key]: value }));
      expect([reasonIn(reply), detail(reply)]).toEqual([
        "write_not_covered",
        expect.stringContaining(`Condition.${key}`),
      ]);
    }
  });

  it("F170 GW-155 a part of a record is not written back", async () => {
    const on = ward();
    const part = await read(on, "Patient/p1?_elements=name");
    const reply = await on.ask("nina", "PUT", "/Patient/p1", part);
    expect([reply.status, reasonIn(reply), on.written]).toEqual([422, "write_incomplete", []]);
  });

  it("F170 GW-156 a record does not move to another patient", async () => {
    const on = ward();
    const reply = await put(on, "Condition/cond-p1", (shown) => ({
      ...shown,
      subject: { reference: "Patient/p2" },
    }));
    expect([reply.status, reasonIn(reply), on.written]).toEqual([403, "write_moves", []]);
  });

  it("F170 GW-157 a code of a segment that the writer reads and may not write is refused", async () => {
    const writes = NURSE_WRITES.replaceAll(", segments: [bh]", "");
    const on = ward({ writes, records: [patient("p4"), condition("c", "p1", "44054006")] });
    const reply = await put(on, "Condition/c", (shown) => ({
      ...shown,
      code: { coding: [{ system: "http://snomed.info/sct", code: "35489007" }] },
    }));
    expect([reasonIn(reply), on.written]).toEqual(["write_not_permitted", []]);
  });

  it("F170 GW-157 a code that would hide the record from its writer is refused", async () => {
    const on = ward({
      nurse: (text) => text.replaceAll(", segments: [bh]", ""),
      records: [condition("c", "p1", "44054006")],
    });
    const reply = await put(on, "Condition/c", (shown) => ({
      ...shown,
      code: { coding: [{ system: "http://snomed.info/sct", code: "35489007" }] },
    }));
    expect([reply.status, reasonIn(reply), on.written]).toEqual([403, "write_hides", []]);
  });

  it("F170 GW-158 whether a record may be written does not tell which segment it is in", async () => {
    const writes = NURSE_WRITES.replaceAll(", segments: [bh]", "");
    const plain = ward({ writes, records: [condition("c", "p1", "44054006")] });
    const sensitive = ward({
      writes,
      records: [
        condition("c", "p1", "44054006", {
          meta: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "BH" }] },
        }),
      ],
    });
    const change = (shown: Body): Body => ({ ...shown, severity: { text: "mild" } });
    const [one, two] = [await put(plain, "Condition/c", change), await put(sensitive, "Condition/c", change)];
    expect(one.status).toBe(403);
    expect(bytes(two).replaceAll(/entry-\d+/g, "")).toBe(bytes(one).replaceAll(/entry-\d+/g, ""));
  });

  it("F170 GW-159 a reference to a hidden record is refused as one to an absent one", async () => {
    const on = ward();
    const refer = (id: string) => (shown: Body) => ({
      ...shown,
      encounter: { reference: `Encounter/${id}` },
    });
    const [hidden, absent] = [
      await put(on, "Condition/cond-p1", refer("e-p6")),
      await put(on, "Condition/cond-p1", refer("nobody")),
    ];
    expect([reasonIn(hidden), bytes(absent)]).toEqual(["reference_not_found", bytes(hidden)]);
  });

  it("F170 GW-160 If-Match compares with the tag of what is shown", async () => {
    const on = ward();
    const { etag = "" } = (await on.ask("nina", "GET", "/Patient/p1")).headers;
    const body = { ...(await read(on, "Patient/p1")), name: [{ family: "N" }] };
    const stale = await on.ask("nina", "PUT", "/Patient/p1", body, { "if-match": 'W/"1"' });
    const fresh = await on.ask("nina", "PUT", "/Patient/p1", body, { "if-match": etag });
    expect([stale.status, reasonIn(stale), fresh.status]).toEqual([412, "precondition_failed", 200]);
    const again = await on.ask("nina", "GET", "/Patient/p1");
    expect(fresh.headers["etag"]).toBe(again.headers["etag"]);
  });

  it("F170 GW-161 a change in between is judged once more, then told", async () => {
    const on = ward();
    on.outcomes.push({ kind: "conflict" });
    const once = await put(on, "Patient/p1", (shown) => ({ ...shown, name: [{ family: "N" }] }));
    on.outcomes.push({ kind: "conflict" }, { kind: "conflict" });
    const twice = await put(on, "Patient/p1", (shown) => ({ ...shown, name: [{ family: "M" }] }));
    expect([once.status, twice.status, reasonIn(twice)]).toEqual([200, 409, "write_conflict"]);
  });

  it("F170 GW-162 what the upstream refuses is one constant outcome", async () => {
    const faults: string[] = [];
    const on = ward({ deps: { onFault: ({ message }) => faults.push(message) } });
    on.outcomes.push({ kind: "refused", status: 400 }, { kind: "refused", status: 422 });
    const change = (shown: Body): Body => ({ ...shown, name: [{ family: "N" }] });
    const [one, two] = [await put(on, "Patient/p1", change), await put(on, "Patient/p1", change)];
    expect([one.status, reasonIn(one), bytes(two)]).toEqual([422, "write_refused", bytes(one)]);
    expect(faults).toEqual([expect.stringContaining("`400`"), expect.stringContaining("`422`")]);
  });

  it("F170 GW-163 an answer is the record as it is shown, or less where less is preferred", async () => {
    const on = ward();
    const change = (family: string) => async (prefer: string) =>
      on.ask(
        "nina",
        "PUT",
        "/Patient/p1",
        { ...(await read(on, "Patient/p1")), name: [{ family }] },
        { prefer },
      );
    const whole = await change("A")("return=representation");
    const minimal = await change("B")("return=minimal");
    const outcome = await change("C")("return=OperationOutcome");
    expect(jsonOf(whole)["name"]).toEqual([{ family: "A" }]);
    expect(bytes(whole)).not.toContain("CANARY");
    expect([minimal.status, minimal.body]).toEqual([200, null]);
    expect(jsonOf(outcome)["resourceType"]).toBe("OperationOutcome");
  });

  it("F170 GW-164 a type of which nothing may be written is refused from policy alone", async () => {
    const on = ward();
    const reply = await on.ask("nina", "PUT", "/Practitioner/d1", { resourceType: "Practitioner", id: "d1" });
    expect([reply.status, on.written]).toEqual([403, []]);
  });
});

describe("create", () => {
  it("F170 GW-165 a record whose every element is granted is made for a patient in reach", async () => {
    const on = ward();
    const reply = await on.ask("nina", "POST", "/Observation", observation());
    expect([reply.status, reply.headers["location"]]).toEqual([
      201,
      "http://gateway.test/fhir/Observation/made-1",
    ]);
    expect(on.stored("Observation/made-1")).toEqual({ ...observation(), id: "made-1" });
  });

  it("F170 GW-165 an element that is not granted is refused with its name", async () => {
    const on = ward({ writes: NURSE_WRITES.replace("condition.*, note.*", "condition.code") });
    const body = {
      resourceType: "Condition",
      subject: { reference: "Patient/p1" },
      severity: { text: "mild" },
    };
    const reply = await on.ask("nina", "POST", "/Condition", body);
    expect([reply.status, detail(reply)]).toEqual([403, expect.stringContaining("`condition.course`")]);
  });

  it("F170 GW-166 nothing is made for a patient out of reach, there or not", async () => {
    const on = ward();
    const make = (id: string) =>
      on.ask("nina", "POST", "/Observation", observation({ subject: { reference: `Patient/${id}` } }));
    const [hidden, absent] = [await make("p6"), await make("nobody")];
    expect([reasonIn(hidden), bytes(absent), on.written]).toEqual(["reference_not_found", bytes(hidden), []]);
  });

  it("F170 GW-166 a record that names nobody is not made", async () => {
    const on = ward();
    const { subject: _, ...nobodys } = observation();
    expect((await on.ask("nina", "POST", "/Observation", nobodys)).status).toBe(422);
    expect(
      (await on.ask("nina", "POST", "/Patient", { resourceType: "Patient", name: [{ family: "X" }] })).status,
    ).toBe(422);
    expect(on.written).toEqual([]);
  });

  it("F170 GW-167 a record that its maker would not be shown is not made", async () => {
    const on = ward();
    const body = {
      resourceType: "DocumentReference",
      status: "current",
      subject: { reference: "Patient/p1" },
      content: [{ attachment: { contentType: "text/plain", url: "Binary/secret" } }],
    };
    expect(reasonIn(await on.ask("nina", "POST", "/DocumentReference", body))).toBe("write_not_covered");
    expect(on.written).toEqual([]);
  });

  const diabetes = {
    resourceType: "Condition",
    code: { coding: [{ system: "http://snomed.info/sct", code: "44054006" }] },
    subject: { reference: "Patient/p1" },
  };
  const once = { "if-none-exist": "code=http://snomed.info/sct|44054006" };

  it("F170 GW-170 If-None-Exist finds what the caller may see, and makes it no second time", async () => {
    const on = ward({ records: ["p1", "p6"].map((id) => condition(`c-${id}`, id, "44054006")) });
    const found = await on.ask("nina", "POST", "/Condition", diabetes, once);
    expect([found.status, jsonOf(found)["id"], on.written]).toEqual([200, "c-p1", []]);
  });

  it("F170 GW-170 a hidden duplicate does not keep a record from being made", async () => {
    const on = ward({ records: [patient("p1"), condition("hidden", "p6", "44054006")] });
    const reply = await on.ask("nina", "POST", "/Condition", diabetes, once);
    expect([reply.status, on.written]).toEqual([201, ["create Condition/made-1"]]);
  });

  it("F170 GW-170 a condition over what some records show transformed is refused", async () => {
    const on = ward();
    const reply = await on.ask("nina", "POST", "/Observation", observation(), {
      "if-none-exist": "birthdate=1980",
    });
    expect([reply.status, on.written]).toEqual([403, []]);
  });
});

describe("delete", () => {
  it("F170 GW-168 a record is deleted by who sees all of its type and may delete it", async () => {
    const on = ward();
    expect((await on.ask("nina", "DELETE", "/Condition/cond-p1")).status).toBe(204);
    expect(on.stored("Condition/cond-p1")).toBe("absent");
  });

  it("F170 GW-168 who is shown a part of the type deletes nothing of it", async () => {
    const writes = `${NURSE_WRITES}\n  - {purpose: treatment, on: clinic, can: [delete], elements: [patient.name], segments: [bh]}`;
    const on = ward({ writes });
    const reply = await on.ask("nina", "DELETE", "/Patient/p1");
    expect([reply.status, reasonIn(reply), on.written]).toEqual([403, "delete_not_permitted", []]);
  });

  it("F170 GW-153 a hidden record and an absent one are deleted alike: not at all", async () => {
    const on = ward();
    const [hidden, absent] = [
      await on.ask("nina", "DELETE", "/Condition/cond-p6"),
      await on.ask("nina", "DELETE", "/Condition/nobody"),
    ];
    expect([hidden.status, bytes(absent), on.written]).toEqual([404, bytes(hidden), []]);
  });
});

describe("patch", () => {
  const patch = (on: Ward, operations: unknown, headers: Record<string, string> = {}) =>
    on.ask("nina", "PATCH", "/Patient/p1", operations, {
      "content-type": "application/json-patch+json",
      ...headers,
    });

  it("F170 GW-169 a JSON Patch is applied to what is shown, and merged like an update", async () => {
    const on = ward();
    const before = on.stored("Patient/p1") as Body;
    const reply = await patch(on, [{ op: "replace", path: "/name/0/family", value: "New" }]);
    expect(reply.status).toBe(200);
    const [name] = before["name"] as Body[];
    expect(on.stored("Patient/p1")).toEqual({ ...before, name: [{ ...name, family: "New" }] });
  });

  it("F170 GW-169 a test reads what is shown: it fails on what is hidden, there or not", async () => {
    const on = ward();
    const ssn = await patch(on, [{ op: "test", path: "/identifier/1/value", value: "CANARY-ssn" }]);
    const nothing = await patch(on, [{ op: "test", path: "/identifier/7/value", value: "x" }]);
    expect([ssn.status, reasonIn(ssn), bytes(nothing)]).toEqual([422, "patch_failed", bytes(ssn)]);
  });

  it("F170 GW-169 the other kinds of patch have no rule", async () => {
    const on = ward();
    for (const type of ["application/fhir+json", "application/xml-patch+xml", "application/merge-patch+json"])
      expect((await patch(on, {}, { "content-type": type })).status).toBe(415);
  });
});

describe("conditions", () => {
  it("F170 GW-170 an update by criteria changes the one record that the caller may see", async () => {
    const on = ward();
    const [body] = [await read(on, "Condition/cond-p1")];
    const reply = await on.ask("nina", "PUT", "/Condition?_id=cond-p1", {
      ...body,
      severity: { text: "mild" },
    });
    expect([reply.status, on.written]).toEqual([200, ["update Condition/cond-p1"]]);
  });

  it("F170 GW-170 several visible records are 412, hidden ones do not count", async () => {
    const on = ward({ records: ["p1", "p6"].map((id) => condition(`c-${id}`, id, "44054006")) });
    const target = "/Condition?code=http://snomed.info/sct|44054006";
    const one = await on.ask("nina", "DELETE", target);
    expect([one.status, on.written]).toEqual([204, ["delete Condition/c-p1"]]);
    const two = await ward().ask("nina", "DELETE", target);
    expect([two.status, reasonIn(two)]).toEqual([412, "criteria_not_selective"]);
  });

  it("F170 GW-170 criteria over what is hidden are refused as in a search", async () => {
    const reply = await ward().ask("nina", "DELETE", "/Patient?address=x");
    expect(reply.status).toBe(403);
  });
});

describe("the record of writes", () => {
  it("F170 GW-171 an intent is durable before the upstream is told, and the outcome after", async () => {
    const on = ward();
    await put(on, "Patient/p1", (shown) => ({ ...shown, name: [{ family: "N" }] }));
    const [, intent, outcome] = on.entries();
    expect([intent?.interaction, outcome?.interaction]).toEqual(["fhir.update.intent", "fhir.update"]);
    expect(intent?.release).toMatchObject({
      records: ["Patient/p1"],
      patients: ["p1"],
      changes: ["update Patient: patient.name"],
    });
  });

  it("F170 GW-171 nothing is written when the intent cannot be recorded", async () => {
    const on = ward();
    const body = { ...(await read(on, "Patient/p1")), name: [{ family: "N" }] };
    on.state.recordFails = true;
    const reply = await on.ask("nina", "PUT", "/Patient/p1", body);
    expect([reply.status, on.written]).toEqual([503, []]);
  });

  it("F170 GW-172 a write that makes relations asks for those of its patients anew", async () => {
    const asked: string[] = [];
    const on = ward({ deps: { onMiss: (id) => asked.push(id) } });
    const visit = { resourceType: "Encounter", status: "planned", subject: { reference: "Patient/p1" } };
    expect((await on.ask("nina", "POST", "/Encounter", visit)).status).toBe(201);
    expect(asked).toEqual(["p1"]);
  });
});

describe("bodies", () => {
  it.each([
    ["of another media type", { "content-type": "application/fhir+xml" }, "{}", 415],
    ["that are no json", {}, "{", 400],
    ["of another type than the path", {}, '{"resourceType":"Observation","id":"p1"}', 400],
    ["with another id than the path", {}, '{"resourceType":"Patient","id":"p2"}', 400],
  ])("F170 GW-173 bodies %s are refused", async (_, headers, body, status) => {
    const reply = await ward().ask("nina", "PUT", "/Patient/p1", body, headers);
    expect(reply.status).toBe(status);
  });
});
