import { describe, expect, it } from "vitest";
import { balpRead } from "../testing/audit-event.ts";
import type { ReadEvent } from "../types.ts";
import { readFhirBody, readFhirLines } from "./batch.ts";

const one = (parts: Readonly<Record<string, unknown>> = {}) =>
  readFhirBody(JSON.stringify(balpRead(1, parts)))[0] as ReadEvent;
const code = (value: string) => [{ system: "x", code: value }];
const verdicts = (events: readonly ReadEvent[]) =>
  events.map((event) => [event.place, event.ok ? "ok" : event.reason]);

describe("AuditEvents of other systems", () => {
  it("INT-25 F180 reads who, whom, what, when and why from a BALP event", () => {
    expect(one()).toMatchObject({
      ok: true,
      event: {
        event: "event-1",
        at: Date.parse("2026-05-04T15:00:00Z"),
        kind: "read",
        outcome: "permit",
        agent: "paul.provider",
        agentReference: "Practitioner/paul",
        purpose: "TREAT",
        resourceType: "Observation",
        patients: ["patient-pat"],
        records: ["Observation/7"],
        recipient: null,
        query: null,
      },
    });
  });

  it.each([
    ["search-type", "E", "search"],
    ["vread", "R", "read"],
    ["patch", "U", "update"],
    ["110122", "E", "login"],
    ["110123", "E", "logout"],
    ["110106", "R", "export"],
    ["unheard-of", "C", "create"],
    ["unheard-of", "D", "delete"],
    ["unheard-of", undefined, "other"],
  ])("INT-25 tells subtype %s with action %s as %s", (subtype, action, kind) => {
    expect(one({ subtype: code(subtype), action })).toMatchObject({ event: { kind } });
  });

  it.each([
    ["0", "permit"],
    ["4", "deny"],
    ["8", "error"],
    ["12", "error"],
    [undefined, "permit"],
  ])("INT-25 tells outcome %s as %s", (outcome, told) => {
    expect(one({ outcome })).toMatchObject({ event: { outcome: told } });
  });

  it("INT-25 reads the query in the clear, a patient by number, and to whom it went", () => {
    const parts = {
      agent: [
        { who: { identifier: { value: "jdoe" } }, requestor: true },
        { type: { coding: code("110152") }, who: { identifier: { value: "registry" } }, requestor: false },
      ],
      entity: [
        { what: { identifier: { value: "MRN-100" } }, role: { code: "1" } },
        { query: Buffer.from("code=4548-4").toString("base64"), role: { code: "24" } },
      ],
    };
    expect(one(parts)).toMatchObject({
      event: { agent: "jdoe", patients: ["MRN-100"], query: "code=4548-4", recipient: "registry" },
    });
  });

  it("INT-26 F180 takes or rejects each event of a Bundle at its place", () => {
    const entry = [
      { resource: balpRead(1) },
      { resource: { resourceType: "Patient" } },
      {},
      { resource: balpRead(2, { recorded: undefined }) },
      { resource: balpRead(3, { recorded: "2026-05-04" }) },
      { resource: balpRead(4) },
    ];
    expect(verdicts(readFhirBody(JSON.stringify({ resourceType: "Bundle", entry })))).toEqual([
      [1, "ok"],
      [2, "not_audit_event"],
      [3, "not_audit_event"],
      [4, "time_missing"],
      [5, "time_invalid"],
      [6, "ok"],
    ]);
  });

  it("INT-26 F180 takes or rejects each line of NDJSON by its number", () => {
    const lines = [JSON.stringify(balpRead(1)), "", "{", '{"resourceType":"AuditEvent","a":"\\ud800"}'];
    expect(verdicts(readFhirLines(lines.join("\r\n"), 101))).toEqual([
      [101, "ok"],
      [103, "not_json"],
      [104, "character"],
    ]);
  });
});
