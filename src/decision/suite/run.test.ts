import { describe, expect, it } from "vitest";
import { parseFile } from "../../policy/parse/parse-file.ts";
import { coverage } from "./coverage.ts";
import { readFixtures } from "./fixtures.ts";
import { runSuite } from "./run.ts";
import { readShipped } from "./testing/shipped.ts";
import type { Suite, SuiteResult } from "./types.ts";

const { policy, fixtures } = await readShipped();

const HEADER = `apiVersion: modicum/v1
kind: TestSuite
id: sample
title: Sample
owner: privacy-officer
reviewBy: 2027-05-01
cfr: ["164.514(d)(2)"]
why: For the tests of the runner.
now: "2026-05-04T15:00:00Z"
people:
  - {id: gone.biller, roles: [biller], active: false}
facts:
  relations:
    - {person: bea.biller, relation: billable, patient: patient-pat}
tests:
`;

const GIVEN = "person: bea.biller, act: use, purpose: billing";

function suiteOf(tests: string): Suite {
  const { file, diagnostics } = parseFile({ path: "sample_test.yaml", text: HEADER + tests });
  if (file?.kind !== "TestSuite") throw new Error(JSON.stringify(diagnostics));
  const suite = file as typeof file & { source: Suite["suite"] };
  return { path: suite.path, suite: suite.source, testAt: (index) => suite.at(["tests", index]) };
}

function run(given: string, expectation: string): SuiteResult {
  const tests = `  - name: sample\n    given: {${given}}\n    expect: {${expectation}}\n`;
  return runSuite(policy, suiteOf(tests), fixtures);
}

function saidOf(given: string, expectation: string): readonly string[] {
  return run(given, expectation).tests.flatMap(({ differences }) => differences);
}

describe("runSuite", () => {
  it("F015 counts what passed and what failed, and says where a test stands", () => {
    const result = run(
      `${GIVEN}, resource: condition-hypertension`,
      "decision: allow, fields: [condition.code]",
    );
    expect(result).toMatchObject({ id: "sample", file: "sample_test.yaml", passed: 1, failed: 0 });
    expect(result.tests[0]?.at).toMatchObject({ file: "sample_test.yaml", line: 16 });
  });

  it("F026 what is not listed is expected to be denied", () => {
    expect(saidOf(`${GIVEN}, resource: task-claim`, "decision: allow, fields: [task.header]")).toEqual([
      "`task.focus` is not listed, but it is shown untransformed",
    ]);
  });

  it("F026 what is listed is expected to be shown, a glob as a whole", () => {
    expect(
      saidOf(`${GIVEN}, resource: condition-hypertension`, "decision: allow, fields: [condition.*]"),
    ).toContain("`condition.note` is listed, but it is not shown");
  });

  it("F026 a listed element that the fixture does not hold is a mistake of the test", () => {
    expect(
      saidOf(
        `${GIVEN}, resource: condition-hypertension`,
        "decision: allow, fields: [condition.code, patient.ssn]",
      ),
    ).toEqual(["`patient.ssn` is listed, but the record holds nothing of it"]);
  });

  it("F026 a value in another form than listed is told", () => {
    expect(
      saidOf(
        `${GIVEN}, resource: condition-hypertension`,
        "decision: allow, fields: [{id: condition.code, as: mask}]",
      ),
    ).toEqual(["`condition.code` is listed as `mask`, but it is shown untransformed"]);
  });

  it("F026 a record that was to be denied is named with what it shows and by which rule", () => {
    expect(saidOf(`${GIVEN}, resource: procedure-colonoscopy`, "decision: deny")).toEqual([
      "expected deny, but it shows `procedure.code` by `role:biller/billing#1`",
    ]);
  });

  it("F026 a record that was to be shown is told with the reason of its denial", () => {
    expect(saidOf(`${GIVEN}, resource: docref-op-note`, "decision: allow")).toEqual([
      "expected allow, but it is denied with `element_not_in_purpose`",
    ]);
  });

  it("F026 a denial for another reason fails", () => {
    expect(saidOf(`${GIVEN}, resource: patient-stranger`, "decision: deny, code: relation_stale")).toEqual([
      "expected deny with `relation_stale`, but it is denied with `relation_absent`, `element_not_in_purpose`",
    ]);
  });

  it("F001 a rule that is expected has to have given something, and no other", () => {
    const given = `${GIVEN}, resource: condition-hypertension`;
    expect(saidOf(given, 'decision: allow, rules: ["exempt:treatment"]')).toEqual([
      "rule `exempt:treatment` is expected, but gave nothing",
      "rule `role:biller/billing#1` is not expected, but gave something",
    ]);
  });

  it("F008 fewer withheld elements than expected are told", () => {
    expect(saidOf(`${GIVEN}, resource: coverage-plan`, "decision: allow, withheld: {min: 1}")).toEqual([
      "expected at least 1 elements to be withheld, but 0 are",
    ]);
  });

  it("F026 everything else names each fixture that shows something after all", () => {
    const said = saidOf(`${GIVEN}, resource: "*"`, "decision: deny");
    expect(said).toContain(
      "expected deny, but `procedure-colonoscopy` shows `procedure.code` by `role:biller/billing#1`",
    );
    expect(said.some((line) => line.includes("docref-op-note"))).toBe(false);
  });

  it("F026 everything else leaves out what other tests of the same call name", () => {
    const named = `  - {name: one, given: {${GIVEN}, resource: procedure-colonoscopy}, expect: {decision: allow}}\n`;
    const rest = `  - {name: rest, given: {${GIVEN}, resource: "*"}, expect: {decision: deny}}\n`;
    const [, last] = runSuite(policy, suiteOf(named + rest), fixtures).tests;
    expect(last?.differences.some((line) => line.includes("`procedure-colonoscopy`"))).toBe(false);
  });

  it("F026 everything else cannot be expected to be shown", () => {
    expect(saidOf(`${GIVEN}, resource: "*"`, "decision: allow")).toEqual(["`*` stands for what is denied"]);
  });

  it.each([
    [
      "person: nobody.known, act: use, purpose: billing, resource: patient-pat",
      "nobody declares the person `nobody.known`",
    ],
    [`${GIVEN}, resource: patient-missing`, "there is no fixture `patient-missing`"],
    [`${GIVEN}, resource: patient-pat, scopes: [all]`, "`all` is not a scope"],
  ])("F026 a test that names what nobody declares fails: %s", (given, said) => {
    expect(saidOf(given, "decision: deny")).toEqual([said]);
  });

  it("F026 an unknown field fails the test that lists it", () => {
    expect(saidOf(`${GIVEN}, resource: patient-pat`, "decision: allow, fields: [patient.shoe-size]")).toEqual(
      ["the catalogue has no element `patient.shoe-size`"],
    );
  });

  it("F008 the scopes of a token limit what a test sees", () => {
    const given = `${GIVEN}, scopes: [user/Patient.rs]`;
    expect(saidOf(`${given}, resource: claim-visit`, "decision: deny, code: scope_not_granted")).toEqual([]);
    expect(saidOf(`${given}, resource: patient-pat`, "decision: allow")).toEqual([]);
  });

  it("F026 a person whom the suite declares stands before the policy's people", () => {
    const given = "person: gone.biller, act: use, purpose: billing, resource: patient-pat";
    expect(saidOf(given, "decision: deny, code: person_inactive")).toEqual([]);
  });
});

describe("coverage", () => {
  it("F026 a rule counts as tested when a passing test saw it give something", () => {
    const passing = run(
      `${GIVEN}, resource: procedure-colonoscopy`,
      "decision: allow, fields: [procedure.code]",
    );
    const covered = coverage(policy, [passing]);
    expect(covered.grants.untested).not.toContain("role:biller/billing#1");
    expect(covered.grants.covered).toBe(1);
    expect(covered.elements.untested).not.toContain("procedure.code");
  });

  it("F026 a failing test covers nothing", () => {
    const failing = run(`${GIVEN}, resource: procedure-colonoscopy`, "decision: deny");
    expect(coverage(policy, [failing]).grants.covered).toBe(0);
  });

  it("F026 the share is of all there is to cover", () => {
    const { grants } = coverage(policy, []);
    expect(grants).toMatchObject({ covered: 0, percent: 0, total: grants.untested.length });
  });
});

describe("readFixtures", () => {
  it.each([
    ["a list", [{ path: "a.json", text: "[]" }]],
    ["an object without a type", [{ path: "a.json", text: "{}" }]],
    [
      "two of one name",
      ["x/a.json", "y/a.json"].map((path) => ({ path, text: '{"resourceType":"Patient"}' })),
    ],
    ["a reserved name", [{ path: "control.json", text: '{"resourceType":"Patient"}' }]],
  ])("F026 refuses %s", (_what, files) => {
    expect(() => readFixtures(files)).toThrow(expect.objectContaining({ code: "input_invalid" }));
  });
});
