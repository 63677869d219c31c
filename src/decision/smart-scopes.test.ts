import { describe, expect, it } from "vitest";
import { parseScopes } from "./smart-scopes.ts";

const granted = (scope: string, patientId: string | null = "p") =>
  parseScopes([scope], patientId)?.map(({ type, can }) => [type, [...can].toSorted()]);

describe("SMART scopes as ceilings, type level", () => {
  it.each([
    ["user/Observation.rs", [["Observation", ["read", "search"]]]],
    ["patient/*.r", [["*", ["read"]]]],
    ["user/Patient.read", [["Patient", ["read", "search"]]]],
    ["user/Patient.*", [["Patient", ["read", "search"]]]],
    ["user/Patient.cud", [["Patient", []]]],
  ])("%s grants %o", (scope, expected) => expect(granted(scope)).toEqual(expected));

  it.each(["user/Patient.sr", "user/Observation.rs?category=laboratory", "user/patient.r"])(
    "%s cannot be read, so it grants nothing",
    (scope) => expect(granted(scope)).toEqual([]),
  );

  it("patient/*.rs grants nothing to anybody but the patient: no patient is in context", () => {
    expect(granted("patient/*.rs", "p")).toEqual([["*", ["read", "search"]]]);
    expect(granted("patient/*.rs", null)).toEqual([]);
  });

  it.each(["openid", "launch/patient", "offline_access"])(
    "%s is not about resources, so it does not limit",
    (scope) => expect(parseScopes([scope], null)).toBeNull(),
  );
});
