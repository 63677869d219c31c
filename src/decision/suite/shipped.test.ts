import { describe, expect, it } from "vitest";
import { coverage } from "./coverage.ts";
import { runSuite } from "./run.ts";
import { readShipped } from "./testing/shipped.ts";

/** The rows of the requirements that each shipped suite proves. */
const PROVES: Readonly<Record<string, string>> = {
  acts: "F001 F004",
  agent: "F175",
  analysts: "F026 F028",
  biller: "F028 F030",
  "call-center": "F028",
  "care-manager": "F028",
  coder: "F028",
  emergency: "F018 F028",
  "exemption-authorization": "F020",
  "exemption-duties": "F021 F022 F023 F024",
  "exemption-individual": "F019",
  "exemption-treatment": "F017",
  "front-desk": "F028 F029",
  "log-sender": "F180",
  nurse: "F018 F028 F034",
  oversight: "F028",
  patient: "F019 F028",
  pharmacist: "F028",
  provider: "F009 F018 F028 F034",
  purposes: "F004 F018 F032",
  "records-release": "F028",
  "relations-and-grants": "F009 F010 F032",
  technical: "F028",
};

const shipped = await readShipped();
const results = shipped.suites.map((suite) => runSuite(shipped.policy, suite, shipped.fixtures));
const covered = coverage(shipped.policy, results);

describe("the policy tests a fresh install ships with", () => {
  it.each(results.map((result) => [PROVES[result.id] ?? "unproven", result.title, result] as const))(
    "%s %s",
    (_rows, _title, { tests }) => {
      const failed = tests.filter(({ passed }) => !passed);
      const said = failed.map(
        ({ at, name, differences }) => `${at.file}:${at.line} ${name}: ${differences.join("; ")}`,
      );
      expect(said).toEqual([]);
    },
  );

  it("each suite says which rows it proves, and each promised suite is there", () => {
    expect(results.map(({ id }) => id).toSorted()).toEqual(Object.keys(PROVES).toSorted());
  });

  it("F028 every standing grant of every shipped role is exercised by a test", () => {
    expect(covered.grants.untested).toEqual([]);
  });

  it("F017 F024 every outbound rule and every exemption is exercised by a test", () => {
    expect(covered.outbound.untested).toEqual([]);
  });

  it("F028 four of five elements that any role can see are seen by a test", () => {
    expect(covered.elements.percent).toBeGreaterThanOrEqual(80);
  });
});
