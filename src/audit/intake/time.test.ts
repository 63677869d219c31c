import { describe, expect, it } from "vitest";
import { isTimeRule, timeOf } from "./time.ts";

const at = (text: string, format: string, zone?: string) => {
  const time = timeOf(text, { format, ...(zone === undefined ? {} : { zone }) });
  return time === null ? null : new Date(time).toISOString();
};
const NY = "America/New_York";

describe("times of other systems", () => {
  it.each([
    ["2026-05-04T11:00:00-04:00", "iso", undefined, "2026-05-04T15:00:00.000Z"],
    ["2026-05-04 11:00:00.250Z", "iso", undefined, "2026-05-04T11:00:00.250Z"],
    ["2026-05-04T11:00", "iso", NY, "2026-05-04T15:00:00.000Z"],
    ["1777906800", "epoch-s", undefined, "2026-05-04T15:00:00.000Z"],
    ["1777906800250", "epoch-ms", undefined, "2026-05-04T15:00:00.250Z"],
    ["5/4/2026 3:07 PM", "MM/dd/yyyy hh:mm a", NY, "2026-05-04T19:07:00.000Z"],
    ["05/04/2026 12:00 AM", "MM/dd/yyyy hh:mm a", NY, "2026-05-04T04:00:00.000Z"],
    ["04.01.2026 08:00:05", "dd.MM.yyyy HH:mm:ss", "Europe/Berlin", "2026-01-04T07:00:05.000Z"],
  ])("INT-30 F180 reads %s as %s", (text, format, zone, instant) => {
    expect(at(text, format, zone)).toBe(instant);
  });

  it("INT-31 means the first of the hour that comes twice in autumn", () => {
    expect(at("2026-11-01T01:30:00", "iso", NY)).toBe("2026-11-01T05:30:00.000Z");
  });

  it.each([
    ["the hour that spring leaves out", "2026-03-08T02:30:00", "iso", NY],
    ["a day that there is not", "31.04.2026 08:00", "dd.MM.yyyy HH:mm", NY],
    ["hour 13 before noon", "5/4/2026 13:07 AM", "MM/dd/yyyy hh:mm a", NY],
    ["a time without offset and zone", "2026-05-04T11:00:00", "iso", undefined],
    ["an empty cell", "", "epoch-s", undefined],
    ["more than is asked for", "2026-05-04T11:00:00Z or so", "iso", undefined],
  ])("INT-31 knows %s for none", (_, text, format, zone) => {
    expect(at(text, format, zone)).toBeNull();
  });

  it.each([
    [{ format: "iso" }, true],
    [{ format: "iso", zone: "Mars/Olympus" }, false],
    [{ format: "dd.MM.yyyy HH:mm" }, false],
    [{ format: "dd.MM.yyyy HH:mm", zone: NY }, true],
    [{ format: "dd.MM.yyyy", zone: NY }, false],
    [{ format: "MM/dd/yyyy hh:mm", zone: NY }, false],
    [{ format: "dd.MM.yyyy HH:mm:ss ss", zone: NY }, false],
  ])("INT-32 a rule %j can be followed: %s", (rule, can) => {
    expect(isTimeRule(rule)).toBe(can);
  });
});
