import { describe, expect, it } from "vitest";
import { clinic, NOW } from "../decision/testing/clinic.ts";
import type { Restriction } from "../decision/types.ts";
import { reachOfMember } from "./reach.ts";
import { memberOf } from "./testing/random-member.ts";
import type { Setting } from "./types.ts";

const SETTING: Setting = { now: NOW, system: "ehr", channel: "fhir" };
const CASES = ["Claim/1", "Claim/2"];

/** Restricts everything of the records of p1 that refer to any of these. */
function restriction(...refs: readonly string[]): Restriction {
  const elements = new Uint8Array(clinic.catalogue.elements.length);
  const about = { id: refs.join(), patientId: "p1", refs };
  return { ...about, kind: "agreed", elements, recipientClasses: [], bases: [] };
}

/** Of a biller who has these claims of p1 to support: the patients of whom a note or claim could be seen. */
function supported(...restrictions: readonly Restriction[]): readonly string[] {
  const fact = { relation: "claim-assigned", patientId: "p1", from: NOW - 1, until: NOW + 1, source: "test" };
  const bea = memberOf("bea", ["biller"], [{ ...fact, syncedAt: NOW, refs: CASES }]);
  const member = { ...bea, facts: { ...bea.facts, restrictions } };
  const header = clinic.catalogue.byId("claim.header")?.index ?? -1;
  return [...(reachOfMember(clinic, member, SETTING, new Set([header])).get("claim-support") ?? [])];
}

describe("reach by records that facts name", () => {
  it("F049 is of whom one of two claims is left, when the patient restricts the other", () => {
    expect(supported()).toEqual(["p1"]);
    expect(supported(restriction("Claim/1"))).toEqual(["p1"]);
    expect(supported(restriction("Claim/2"))).toEqual(["p1"]);
  });

  it("F049 is of nobody when the patient restricts both, or every record", () => {
    expect(supported(restriction("Claim/1", "Claim/2"))).toEqual([]);
    expect(supported(restriction("Claim/1"), restriction("Claim/2"))).toEqual([]);
    expect(supported(restriction())).toEqual([]);
  });
});
