import { describe, expect, it } from "vitest";
import { jsonOf, reasonIn } from "../testing/ask.ts";
import { condition, patient } from "../testing/charts.ts";
import { bytes, detail, put, read } from "./testing/putting.ts";
import type { Body } from "./testing/putting.ts";
import { NURSE_WRITES, ward } from "./testing/ward.ts";

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
    expect([reply.status, detail(reply), on.written]).toEqual([
      403,
      expect.stringContaining("`Practitioner`"),
      [],
    ]);
  });
});
