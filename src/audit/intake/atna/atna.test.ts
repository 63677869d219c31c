import { describe, expect, it } from "vitest";
import { auditMessage, syslogFrame } from "../testing/audit-message.ts";
import type { ReadEvent } from "../types.ts";
import { readAuditMessage } from "./audit-message.ts";
import { createFrameReader, MESSAGE_MAX, readSyslogMessage } from "./syslog.ts";

const read = (...replace: (readonly [string, string])[]) => {
  const xml = auditMessage(1, replace);
  return readAuditMessage(xml, xml, 1);
};
const verdicts = (events: readonly ReadEvent[]) =>
  events.map((event) => [event.place, event.ok ? "ok" : event.reason]);

describe("ATNA audit messages", () => {
  it("INT-40 F180 reads who, whom, what, when and why from a DICOM message", () => {
    expect(read()).toMatchObject({
      ok: true,
      event: {
        at: Date.parse("2026-05-04T15:00:00Z"),
        kind: "read",
        outcome: "permit",
        agent: "rita.reader",
        purpose: "TREAT",
        patients: ["MRN-100"],
        records: ["1.2.840.1"],
      },
    });
  });

  it.each([
    [['csd-code="110103"', 'code="110106"'], { kind: "export" }],
    [['csd-code="110103"', 'csd-code="110114"'], { kind: "read" }],
    [['EventOutcomeIndicator="0"', 'EventOutcomeIndicator="4"'], { outcome: "deny" }],
    [['EventOutcomeIndicator="0"', 'EventOutcomeIndicator="12"'], { outcome: "error" }],
    [['EventActionCode="R"', 'EventActionCode="D"'], { kind: "delete" }],
  ] as const)("INT-40 reads %j as %j", (replaced, event) => {
    expect(read(replaced)).toMatchObject({ event });
  });

  it.each([
    ["xml_forbidden", ["<AuditMessage>", '<!DOCTYPE a [<!ENTITY x "y">]><AuditMessage>']],
    ["xml_forbidden", ["<AuditMessage>", '<!DOCTYPE a SYSTEM "file:///etc/passwd"><AuditMessage>']],
    ["not_xml", ["R. &amp; R.", "R. &x; R."]],
    ["not_xml", ["</AuditMessage>", ""]],
    ["not_xml", ["<AuditMessage>", `<AuditMessage>${"<a>".repeat(30)}${"</a>".repeat(30)}`]],
    ["not_audit_message", ["EventIdentification EventActionCode", "Other EventActionCode"]],
    ["time_missing", ["EventDateTime", "EventDate"]],
    ["time_invalid", ["2026-05-04T11:00:00.000-04:00", "2026-05-04T11:00:00"]],
  ] as const)("INT-41 rejects as %s what is no plain audit message", (reason, replaced) => {
    const closed = replaced[1].startsWith("Other") ? [["</EventIdentification>", "</Other>"] as const] : [];
    expect(read(replaced, ...closed)).toMatchObject({ ok: false, reason });
  });

  it("INT-42 F180 reads frames however the bytes come", () => {
    const stream = Buffer.concat([1, 2, 3].map((study) => syslogFrame(auditMessage(study))));
    for (const size of [1, 7, 1_000, stream.length]) {
      const reader = createFrameReader();
      const events: ReadEvent[] = [];
      for (let at = 0; at < stream.length; at += size)
        events.push(...reader.push(stream.subarray(at, at + size)));
      expect(verdicts(events)).toEqual([
        [1, "ok"],
        [2, "ok"],
        [3, "ok"],
      ]);
      expect(reader.isAmid()).toBe(false);
    }
  });

  it("INT-43 passes over a message that is too long, and reads the next", () => {
    const long = syslogFrame("x".repeat(MESSAGE_MAX));
    const stream = Buffer.concat([long, syslogFrame(auditMessage(1))]);
    const reader = createFrameReader();
    const events: ReadEvent[] = [];
    for (let at = 0; at < stream.length; at += 65_536)
      events.push(...reader.push(stream.subarray(at, at + 65_536)));
    expect(verdicts(events)).toEqual([
      [1, "too_long"],
      [2, "ok"],
    ]);
  });

  it("INT-43 ends a stream that is no frames, and keeps what came", () => {
    const reader = createFrameReader();
    expect(verdicts(reader.push(Buffer.from("<85>1 not counted")))).toEqual([[1, "not_syslog"]]);
    expect(reader.isBroken()).toBe(true);
    expect(reader.push(syslogFrame(auditMessage(1)))).toEqual([]);
  });

  it("INT-42 reads past structured data, and takes no message without a header", () => {
    const message = auditMessage(1);
    const withData = `<85>1 2026-05-04T15:00:00Z h a 1 m [x@1 a="b\\]\\" ]"][y] ${message}`;
    expect(readSyslogMessage(withData, 1).ok).toBe(true);
    expect(readSyslogMessage(message, 1)).toMatchObject({ ok: false, reason: "not_syslog" });
  });
});
