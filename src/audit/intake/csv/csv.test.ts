import { describe, expect, it } from "vitest";
import type { ReadEvent } from "../types.ts";
import { readMapping } from "./mapping.ts";
import { readCsvEvents } from "./read.ts";

const MAPPING = {
  time: { format: "MM/dd/yyyy hh:mm a", zone: "America/New_York" },
  fields: {
    at: "When",
    agent: "User",
    patient: "MRN",
    kind: { column: "What", values: { VIEW: "read", PRINT: "export" } },
    resourceType: { constant: "DiagnosticReport" },
    record: "Report",
    outcome: { column: "Ok", values: { Y: "permit", N: "deny" }, otherwise: "error" },
  },
};
const HEADER = "When,User,MRN,What,Report,Ok";
const GOOD = "5/4/2026 3:07 PM,jdoe,100,VIEW,77,Y";

const read = (lines: readonly string[], firstLine?: number) =>
  readCsvEvents([HEADER, ...lines].join("\r\n"), readMapping(MAPPING), firstLine);
const verdicts = (events: readonly ReadEvent[]) =>
  events.map((event) => [event.place, event.ok ? "ok" : event.reason]);

describe("a log as CSV", () => {
  it("INT-33 F180 tells a row in our words by the mapping of its source", () => {
    const [row] = read([GOOD]);
    expect(row).toMatchObject({
      ok: true,
      raw: GOOD,
      event: {
        event: null,
        at: Date.parse("2026-05-04T19:07:00Z"),
        kind: "read",
        outcome: "permit",
        agent: "jdoe",
        patients: ["100"],
        records: ["DiagnosticReport/77"],
        resourceType: "DiagnosticReport",
      },
    });
  });

  it("INT-34 F180 rejects each bad line with its number and reason, and takes the others", () => {
    const lines = [
      GOOD,
      "yesterday,jdoe,100,VIEW,77,Y",
      "5/4/2026 3:07 PM,jdoe,100,BREATHE,77,Y",
      "5/4/2026 3:07 PM,jdoe",
      '5/4/2026 3:07 PM,"jd"oe,100,VIEW,77,Y',
      "",
      ",jdoe,100,VIEW,77,Y",
      GOOD,
    ];
    expect(verdicts(read(lines))).toEqual([
      [2, "ok"],
      [3, "time_invalid"],
      [4, "kind_unknown"],
      [5, "cells_missing"],
      [6, "not_csv"],
      [8, "time_missing"],
      [9, "ok"],
    ]);
  });

  it("INT-35 a quote that never closes costs its own line, and none after it", () => {
    expect(verdicts(read([GOOD, '5/4/2026 3:07 PM,"jdoe,100,VIEW,77,Y', GOOD, GOOD]))).toEqual([
      [2, "ok"],
      [3, "not_csv"],
      [4, "ok"],
      [5, "ok"],
    ]);
  });

  it("INT-35 a cell over several lines is one row", () => {
    const events = read(['5/4/2026 3:07 PM,"j\r\ndoe",100,VIEW,77,Y', GOOD]);
    expect(verdicts(events)).toEqual([
      [2, "ok"],
      [4, "ok"],
    ]);
    expect(events[0]).toMatchObject({ event: { agent: "j\ndoe" } });
  });

  it("INT-34 numbers the lines of a part as those of the whole file", () => {
    expect(verdicts(read([GOOD, "x"], 1_001))).toEqual([
      [1_001, "ok"],
      [1_002, "cells_missing"],
    ]);
  });

  it("INT-33 a word that the mapping does not know is what it says otherwise, or rejects the row", () => {
    const [other] = read(["5/4/2026 3:07 PM,jdoe,100,VIEW,77,?"]);
    expect(other).toMatchObject({ event: { outcome: "error" } });
  });

  it("INT-36 a file that lacks a column of the mapping is refused as a whole, by the column's name", () => {
    expect(() => readCsvEvents("When,User\n1,2", readMapping(MAPPING))).toThrow(
      "`MRN`, `What`, `Report`, `Ok`",
    );
  });

  it.each([
    ["no time", { ...MAPPING, fields: { agent: "User" } }, "fields.at"],
    ["a zone that there is not", { ...MAPPING, time: { format: "iso", zone: "Nowhere" } }, "zone"],
    ["a field that there is not", { ...MAPPING, fields: { at: "When", color: "x" } }, "fields"],
    [
      "a kind that there is not",
      { ...MAPPING, fields: { at: "When", kind: { constant: "stare" } } },
      "`stare`",
    ],
    [
      "column and constant at once",
      { ...MAPPING, fields: { at: "When", agent: { column: "a", constant: "b" } } },
      "agent",
    ],
  ])("INT-37 refuses a mapping with %s", (_, mapping, named) => {
    expect(() => readMapping(mapping)).toThrow(named);
  });
});
