import { describe, expect, it } from "vitest";
import { denialLines, exitCodeOfDenial } from "./denial.ts";

describe("a denial at the terminal", () => {
  it("says reason, rule and what to do next", () => {
    const body = {
      code: "no_grant",
      title: "no rule grants this",
      detail: "why",
      rule: "role:x/y#1",
      next: "Ask.",
    };
    expect(denialLines({ status: 403, body })).toEqual([
      "modicum: no_grant: no rule grants this: why",
      "  rule  role:x/y#1",
      "  next  Ask.",
    ]);
  });

  it("names the option that declares a purpose, rather than the header", () => {
    const body = {
      code: "purpose_missing",
      title: "no purpose of use was declared",
      next: "Declare one with the header.",
    };
    expect(denialLines({ status: 403, body }).at(-1)).toBe(
      "  next  Give `--purpose`, such as HPAYMT or billing.",
    );
  });

  it("tells the status of an answer without a body", () => {
    expect(denialLines({ status: 502, body: null })).toEqual(["modicum: http 502: the server refused"]);
  });

  it.each([
    [400, 1],
    [403, 3],
    [404, 3],
    [503, 1],
  ])("answers %i with exit code %i", (status, code) => {
    expect(exitCodeOfDenial({ status, body: null })).toBe(code);
  });
});
