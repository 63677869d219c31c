import { describe, expect, it } from "vitest";
import { parseScopes } from "./scopes.ts";

const granted = (scope: string) => parseScopes([scope]).map(({ type, can }) => [type, [...can].toSorted()]);

describe("SMART scopes as ceilings (F163, type level)", () => {
  it.each([
    ["user/Observation.rs", [["Observation", ["read", "search"]]]],
    ["patient/*.r", [["*", ["read"]]]],
    ["user/Patient.read", [["Patient", ["read", "search"]]]],
    ["user/Patient.*", [["Patient", ["read", "search"]]]],
    ["user/Patient.cud", [["Patient", []]]],
  ])("%s grants %o", (scope, expected) => expect(granted(scope)).toEqual(expected));

  it.each([
    "openid",
    "launch/patient",
    "user/Patient.sr",
    "user/Observation.rs?category=laboratory",
    "user/patient.r",
  ])("%s grants no resource", (scope) => expect(granted(scope)).toEqual([]));
});
