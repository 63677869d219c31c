import { describe, expect, it } from "vitest";
import { parseScopes } from "./smart-scopes.ts";

const granted = (scope: string, patientId: string | null = "p") =>
  parseScopes([scope], patientId)?.map(({ type, can }) => [type, [...can].toSorted()]);

describe("F163 SMART scopes as ceilings", () => {
  it.each([
    ["user/Observation.rs", [["Observation", ["read", "search"]]]],
    ["patient/*.r", [["*", ["read"]]]],
    ["user/Patient.read", [["Patient", ["read", "search"]]]],
    ["user/Patient.*", [["Patient", ["create", "delete", "read", "search", "update"]]]],
    ["user/Patient.write", [["Patient", ["create", "delete", "update"]]]],
    ["user/Patient.u", [["Patient", ["update"]]]],
  ])("%s grants %o", (scope, expected) => expect(granted(scope)).toEqual(expected));

  it.each([
    "user/Patient.sr",
    "user/patient.r",
    "user/Observation.rs?",
    "user/Observation.rs?category",
    "user/Observation.rs?category:not=laboratory",
    "user/Observation.rs?subject.name=ada",
    "user/Observation.rs?_count=5",
    "user/Observation.rs?_has:Patient:general-practitioner:_id=d1",
  ])("%s cannot be read, so it grants nothing", (scope) => expect(granted(scope)).toEqual([]));

  it("patient/*.rs is about the patient in context, and grants nothing without one", () => {
    expect(parseScopes(["patient/*.rs"], "p")).toMatchObject([{ type: "*", patient: "p" }]);
    expect(granted("patient/*.rs", null)).toEqual([]);
  });

  it("a query narrows a scope; its values are percent-decoded", () => {
    const category = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";
    const text = `user/Observation.rs?category=${encodeURIComponent(category)}&status=final,amended`;
    expect(parseScopes([text], null)).toMatchObject([
      {
        text,
        query: [
          ["category", category],
          ["status", "final,amended"],
        ],
      },
    ]);
  });

  it.each(["openid", "launch/patient", "offline_access"])(
    "%s is not about resources, so it does not limit",
    (scope) => expect(parseScopes([scope], null)).toBeNull(),
  );
});
