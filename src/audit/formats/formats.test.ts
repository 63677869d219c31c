import { describe, expect, it } from "vitest";
import { parse } from "csv-parse/sync";
import { auditEntry } from "../testing/audit-entry.ts";
import type { AuditEntry } from "../types.ts";
import { RECORD_FORMATS } from "./formats.ts";
import { CONTEXT } from "./testing/format-context.ts";

const lineOf = (format: keyof typeof RECORD_FORMATS, fields: Partial<AuditEntry> = {}): string =>
  RECORD_FORMATS[format].lines(auditEntry(1, fields), CONTEXT);

describe("every format", () => {
  it.each(["csv", "ocsf", "cef"] as const)("AUD-47 F165 leaves the query out of %s", (format) => {
    expect(lineOf(format, { query: "name=canary" })).not.toContain("canary");
  });

  it.each(["csv", "ndjson-auditevent", "ocsf", "cef"] as const)(
    "AUD-47 F165 writes %s in whole lines, whatever an entry holds",
    (format) => {
      const lines = lineOf(format, { personId: "a\r\nb", patients: ["p1"], changes: ["one\ntwo"] });
      const rest = format === "csv" ? parse(lines).length : lines.split("\n").length - 1;
      expect([rest, lines.endsWith("\n")]).toEqual([1, true]);
    },
  );
});

describe("csv", () => {
  it("AUD-47 F165 has a title for each cell", () => {
    const [titles = [], cells = []] = parse(RECORD_FORMATS.csv.header() + lineOf("csv"));
    const row = Object.fromEntries(titles.map((title, at) => [title, cells[at]]));
    expect(cells.length).toBe(titles.length);
    expect(row).toMatchObject({ person: "bea.biller", patients: "patient-1", withheld: "2" });
  });

  it("AUD-47 F165 lets no cell run as a formula", () => {
    expect(lineOf("csv", { personId: "=cmd|' /C calc'!A0" })).toContain(",'=cmd|");
  });
});

describe("ocsf", () => {
  /** What OCSF 1.3.0 requires of class API Activity (6003). */
  const REQUIRED = [
    "activity_id",
    "actor",
    "api",
    "category_uid",
    "class_uid",
    "metadata",
    "severity_id",
    "src_endpoint",
    "time",
    "type_uid",
  ];
  const eventOf = (fields: Partial<AuditEntry>) =>
    JSON.parse(lineOf("ocsf", fields)) as Record<string, Record<string, unknown> & number>;

  it.each([{}, { personId: null, system: "" }, { outcome: "deny", reason: "no_grant" } as const])(
    "AUD-48 F165 has what API Activity requires: %j",
    (fields) => {
      const event = eventOf(fields);
      expect(REQUIRED.filter((name) => event[name] === undefined)).toEqual([]);
      expect(event["metadata"]).toMatchObject({ version: "1.3.0", product: { vendor_name: "Modicum" } });
    },
  );

  it.each([
    ["fhir.read", 2],
    ["fhir.create", 1],
    ["fhir.patch", 3],
    ["fhir.delete", 4],
    ["api.locate", 99],
  ])("AUD-48 F165 types %s as activity %d of its class", (interaction, activity) => {
    const event = eventOf({ interaction });
    expect([event["activity_id"], event["type_uid"]]).toEqual([activity, 600_300 + activity]);
  });

  it("AUD-48 F165 tells a refusal as a failure, with its reason", () => {
    const reason = "no_grant";
    expect(eventOf({ outcome: "deny", reason })).toMatchObject({
      status_id: 2,
      status_code: reason,
      severity_id: 2,
    });
  });

  it("AUD-48 F165 names nobody where nobody was known", () => {
    expect(eventOf({ personId: null })["actor"]).toEqual({ app_name: "fhir" });
  });
});

describe("cef", () => {
  it("AUD-49 F165 has the seven parts of the header, then keys with values", () => {
    const line = lineOf("cef", { outcome: "deny", reason: "no_grant" });
    expect(line).toMatch(/^CEF:0\|Modicum\|Modicum\|1\.2\.3\|fhir\.read\|no rule grants this\|5\|rt=\d+ /);
    expect(line).toContain(" suser=bea.biller ");
    expect(line).toContain(" cs2=role:biller/billing#1 cs2Label=rules ");
  });

  it("AUD-49 F165 escapes what parts header and values", () => {
    const line = lineOf("cef", { interaction: "a|b\\c", personId: "x=y\\z", changes: ["one\r\ntwo"] });
    expect(line).toContain("|a\\|b\\\\c|");
    expect(line).toContain(" suser=x\\=y\\\\z ");
    expect(line).toContain(" msg=one\\ntwo\n");
  });

  it("AUD-49 F165 counts what a custom string has no room for", () => {
    const released = Array.from({ length: 500 }, (_, number) => `element.number-${number}`);
    const value = /cs6=(.*) cs6Label/.exec(lineOf("cef", { released }))?.[1] ?? "";
    const shown = value.split(" ");
    expect(value.length).toBeLessThanOrEqual(4_000);
    expect(shown.at(-1)).toBe(`+${released.length - shown.length + 1}`);
  });
});
