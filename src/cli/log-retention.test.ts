import { describe, expect, it } from "vitest";
import { scopeOf } from "./log-retention.ts";

describe("modicum log hold", () => {
  it.each([
    [{ record: true }, { kind: "record" }],
    [{ patient: "p1" }, { kind: "patient", patient: "p1" }],
    [{ person: "nina.nurse" }, { kind: "person", person: "nina.nurse" }],
    [
      { from: "2024-01-01", until: "2025-01-01" },
      { kind: "period", from: "2024-01-01T00:00:00.000Z", until: "2025-01-01T00:00:00.000Z" },
    ],
  ])("F135 takes %j", (options, scope) => {
    expect(scopeOf(options)).toEqual(scope);
  });

  it.each([[{}], [{ record: true, patient: "p1" }], [{ from: "2024-01-01" }]])(
    "F135 refuses %j",
    (options) => {
      expect(() => scopeOf(options)).toThrow("a hold is on one thing");
    },
  );
});
