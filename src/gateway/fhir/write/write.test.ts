import { describe, expect, it } from "vitest";
import { jsonOf, reasonIn } from "../testing/ask.ts";
import { condition, patient } from "../testing/charts.ts";
import { bytes, detail, put, read } from "./testing/putting.ts";
import type { Body } from "./testing/putting.ts";
import { NURSE_WRITES, ward } from "./testing/ward.ts";
import type { Ward } from "./testing/ward.ts";

const observation = (more: object = {}): Body => ({
  resourceType: "Observation",
  status: "final",
  category: [{ coding: [{ code: "laboratory" }] }],
  code: { coding: [{ system: "http://loinc.org", code: "2339-0" }] },
  subject: { reference: "Patient/p1" },
  valueQuantity: { value: 5, unit: "mg/dL" },
  ...more,
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
