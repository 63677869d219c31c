import { describe, expect, it } from "vitest";
import type { RelationFact } from "../catalogue/relations.ts";
import { CLINIC } from "../decision/testing/clinic.ts";
import { buildPolicy, type RoleSpec } from "../decision/testing/policy-builder.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createReachTally, type ReachReport } from "./reach-report.ts";
import { memberOf } from "./testing/random-member.ts";
import type { Member, Setting } from "./types.ts";
import { DEFAULT_LIMITS, type ReachLimits } from "./wide-reach.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const SETTING: Setting = { now: NOW, system: "ehr", channel: "fhir" };
const PATIENTS = ["p1", "p2", "p3", "p4"];

/** The clinic with a security guard, who has the relations of the whole workforce and no grant on charts. */
function clinicWith(roles: Readonly<Record<string, RoleSpec>> = {}): CompiledPolicy {
  const guard = { grants: [{ purpose: "billing", on: "directory", elements: ["directory.name"] }] };
  const built = buildPolicy({ ...CLINIC, roles: { ...CLINIC.roles, guard, ...roles } });
  const patient = built.catalogue.elementsOfType("Patient");
  const never = Uint8Array.from(built.catalogue.elements, ({ index }) => (patient.includes(index) ? 7 : 0));
  const kept = [...built.roles].map(
    ([id, role]) => [id, id === "guard" ? { ...role, never } : role] as const,
  );
  return { ...built, roles: new Map(kept) };
}

function facts(relation: string, patients: readonly string[]): readonly RelationFact[] {
  const window = { from: NOW - 1, until: NOW + 1, syncedAt: NOW, refs: [], source: "test" };
  return patients.map((patientId) => ({ relation, patientId, ...window }));
}

const EVERYTHING = [
  ...facts("billable", PATIENTS),
  ...facts("care-team", PATIENTS),
  ...facts("clinic", PATIENTS),
];

function reportOf(
  policy: CompiledPolicy,
  members: readonly Member[],
  limits: Partial<ReachLimits> = {},
): ReachReport {
  const census = { ids: new Set(PATIENTS), asOf: NOW };
  const tally = createReachTally(policy, {
    setting: SETTING,
    census,
    sought: null,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
  for (const member of members) tally.add(member);
  return tally.report();
}

describe("the reach report", () => {
  it("F049 finds the reach of a security guard 0, whatever the guard is related to", () => {
    const report = reportOf(clinicWith(), [memberOf("gus", ["guard"], EVERYTHING)]);
    expect(report.people).toMatchObject([{ person: "gus", patients: 0, share: 0 }]);
    expect(report.roles.find(({ role }) => role === "guard")).toMatchObject({ people: 1, patients: 0 });
    expect(report.findings).toEqual([]);
  });

  it("F049 finds a guard's role that reaches a chart, by a grant it should not have", () => {
    const guard = { grants: [{ purpose: "treatment", on: "clinic", elements: ["patient.name"] }] };
    const report = reportOf(clinicWith({ guard }), [memberOf("gus", ["guard"], facts("clinic", ["p1"]))]);
    expect(report.findings).toMatchObject([
      { kind: "chart-reached", role: "guard", patients: 1, share: 0.25 },
    ]);
  });

  it("F049 finds that every employee can see every record", () => {
    const people = ["a", "b", "c"].map((id) => memberOf(id, ["nurse"], EVERYTHING));
    const [first] = reportOf(clinicWith(), people).findings;
    expect(first).toMatchObject({ kind: "everyone-sees-everyone", share: 1 });
    expect(first?.sentence).toBe("each of 3 people can see 100% of all patients or more");
  });

  it("F049 finds no wide reach where the role's work is with all patients", () => {
    const bea = memberOf("bea", ["biller"], EVERYTHING);
    expect(reportOf(clinicWith(), [bea]).findings.map(({ kind }) => kind)).toEqual([
      "wide-reach",
      "wide-reach",
    ]);
    expect(reportOf(clinicWith(), [bea], { wide: ["biller"] }).findings).toEqual([]);
  });

  it("F049 takes a reach of exactly the limit for none", () => {
    const half = memberOf("bea", ["biller"], facts("billable", ["p1", "p2"]));
    expect(reportOf(clinicWith(), [half]).findings).toEqual([]);
  });

  it("F049 counts for a role what that role alone gives to who holds several", () => {
    const both = memberOf(
      "bo",
      ["biller", "provider"],
      [...facts("billable", ["p1", "p2"]), ...facts("care-team", ["p3"])],
    );
    const report = reportOf(clinicWith(), [both]);
    expect(report.people[0]?.patients).toBe(3);
    const reached = new Map(report.roles.map(({ role, patients }) => [role, patients]));
    expect([reached.get("biller"), reached.get("provider")]).toEqual([2, 1]);
  });

  it("F049 counts distinct patients of a role over its holders, and the greatest and middle holder", () => {
    const holders = [["p1"], ["p1", "p2"], ["p1", "p2", "p3"]].map((patients, i) =>
      memberOf(`n${i}`, ["nurse"], facts("clinic", patients)),
    );
    const nurse = reportOf(clinicWith(), holders).roles.find(({ role }) => role === "nurse");
    expect(nurse).toMatchObject({ people: 3, patients: 3, share: 0.75, greatest: 0.75, median: 0.5 });
  });

  it("F049 leaves out patients that the upstream does not have, and people whose account has ended", () => {
    const gone = memberOf("gone", ["nurse"], EVERYTHING, { active: false });
    const nina = memberOf("nina", ["nurse"], facts("clinic", ["p1", "unknown"]));
    const report = reportOf(clinicWith(), [gone, nina]);
    expect(report.people.map(({ person, patients }) => [person, patients])).toEqual([["nina", 1]]);
    expect(report.everyone).toEqual({ patients: 1, share: 0.25 });
  });
});
