import { describe, expect, it } from "vitest";
import { meetScopes, readSmartScope, writeSmartScope } from "./smart-scope.ts";

describe("a SMART scope", () => {
  it.each([
    ["user/Observation.read", "user/Observation.rs"],
    ["system/*.*", "system/*.cruds"],
    ["patient/Observation.rs?category=laboratory", "patient/Observation.rs?category=laboratory"],
    ["user/Condition.rs?code=http://snomed.info/sct|1&clinical-status=active", undefined],
    ["user/Patient.rs?family=van%20Dyk", undefined],
  ])("F163 `%s` is read and written back", (text, written = text) => {
    const scope = readSmartScope(text);
    expect(scope && writeSmartScope(scope)).toBe(written);
  });

  it.each(["openid", "launch/patient", "user/Patient.sr", "user/patient.r", "user/Patient.rs?"])(
    "F163 `%s` is none about resources that can be read",
    (text) => expect(readSmartScope(text)).toBeNull(),
  );
});

describe("what two lists of scopes both cover", () => {
  it.each([
    [["user/*.cruds"], ["user/Claim.rs"], ["user/Claim.rs"]],
    [["user/Claim.rs"], ["user/Claim.r"], ["user/Claim.r"]],
    [["user/Claim.rs"], ["user/Patient.rs"], []],
    [["user/Claim.r"], ["user/Claim.s"], []],
    [
      ["user/*.rs"],
      ["patient/Observation.rs?category=laboratory"],
      ["patient/Observation.rs?category=laboratory"],
    ],
    [["user/Claim.rs?use=claim"], ["user/*.rs?status=active"], ["user/Claim.rs?use=claim&status=active"]],
    [["user/*.read"], ["user/Claim.rs", "nonsense/x"], ["user/Claim.rs"]],
    [["user/*.rs"], ["user/Patient.rs", "user/Claim.rs"], ["user/Patient.rs", "user/Claim.rs"]],
  ])("F163 %j and %j is %j", (some, others, both) => {
    expect(meetScopes(some, others)).toEqual(both);
    expect(meetScopes(others, some)).toHaveLength(both.length);
  });
});
