import { expect, test } from "vitest";
import { readBase } from "../testing/base-policy.ts";
import { changed, compiled } from "../testing/changed-policy.ts";

const hash = compiled(readBase()).hash;

/** Changes only with the meaning of cases/base or with the canonical form, which then needs a new namespace. */
test("POL-607 the hash of the base policy is stable", () => {
  expect(hash).toBe("3a31afa7fab67229bb7d0c3803ed342f37f66fe5126b00d306240ba6c6eb44f9");
});

test("POL-607 comments, layout and file names do not change the hash", () => {
  const moved = readBase().map(({ path, text }) => ({ path: `moved/${path}`, text: `# checked\n\n${text}` }));
  expect(compiled(moved).hash).toBe(hash);
});

test.each([
  ["an element of a grant", "roles/nurse.yaml", "elements: [D, note.body]", "elements: [D]"],
  ["a transform", "roles/nurse.yaml", "elements: [D, note.body]", "elements: [D, {id: note.body, as: mask}]"],
  ["a segment", "roles/nurse.yaml", "segments: [bh]", "segments: []"],
  ["a system", "roles/nurse.yaml", "segments: [bh]", "segments: [bh]\n    systems: [ehr]"],
  ["a capability", "roles/nurse.yaml", "can: [read, search]", "can: [read]"],
  [
    "a path of the catalogue",
    "elements/note.yaml",
    "DocumentReference.content",
    "DocumentReference.description",
  ],
  ["a code of a segment", "segments/bh.yaml", "[F2, F3]", "[F2, F31]"],
  ["a window of a relation", "relations/clinic.yaml", "before: 30d", "before: 31d"],
  ["a recipient", "purposes/billing.yaml", "to: [health-plan]", "to: [health-plan, clearinghouse]"],
  ["a ceiling", "purposes/treatment.yaml", "never: [", "never: [patient.ssn, "],
  ["a profile", "exemptions/hipaa-compliance.yaml", "[patient.name, claim.*]", "[claim.*]"],
  ["a reason why", "roles/nurse.yaml", "For the cases.", "For the tests."],
  ["a review date", "purposes/treatment.yaml", "2027-05-01", "2027-05-02"],
  ["who approves", "roles/privacy-officer.yaml", "approve: [billing]", "approve: [claim-support]"],
  ["what may be asked for", "purposes/billing.yaml", "mayAsk: [note.body]", "mayAsk: [patient.address]"],
  ["a time zone", "org.yaml", "America/Chicago", "America/Denver"],
])("POL-607 the hash covers %s", (_what, path, find, put) => {
  expect(compiled(changed({ [path]: [find, put] })).hash).not.toBe(hash);
});
