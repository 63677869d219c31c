import { expect, test } from "vitest";
import { readBase } from "../testing/base-policy.ts";
import { changed, compiled } from "../testing/changed-policy.ts";
import type { CompiledSegment } from "../types.ts";
import { hashPolicy } from "./hash.ts";

const hash = compiled(readBase()).hash;

/** Changes only with the meaning of cases/base or with the canonical form, which then needs a new namespace. */
test("POL-607 the hash of the base policy is stable", () => {
  expect(hash).toBe("257d780d4c9b879448df5c9f8247e903ed982490440d6e18025d7944e0301420");
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
  ["why a segment is one", "segments/bh.yaml", "For the cases.", "For the tests."],
  ["a notice", "segments/bh.yaml", "labels:", "notice: Do not pass this on.\nlabels:"],
  ["a time zone", "org.yaml", "America/Chicago", "America/Denver"],
])("POL-607 the hash covers %s", (_what, path, find, put) => {
  expect(compiled(changed({ [path]: [find, put] })).hash).not.toBe(hash);
});

const BH = compiled(readBase()).segments.find(({ id }) => id === "bh");
if (BH === undefined) throw new Error("cases/base has a segment bh");

/** Another value of each field; the type asks for one of every field there is. */
const OTHERWISE: Readonly<Record<keyof Omit<Required<CompiledSegment>, "at">, unknown>> = {
  id: "behavioral",
  title: "Other",
  bit: 9,
  labels: { ...BH.labels, prefixes: [] },
  guard: "part2-consent",
  notice: "42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
  lists: BH.lists.map((list) => ({ ...list, kind: "medications" })),
  why: "For the tests.",
  owner: "compliance-officer",
  reviewBy: "2027-05-02",
  cfr: ["164.508(a)(2)"],
};

test.each(Object.entries(OTHERWISE))("POL-607 the hash covers the field %s of a segment", (field, value) => {
  const { hash: before, ...policy } = compiled(readBase());
  const segments = policy.segments.map((segment) =>
    segment.id === "bh" ? { ...segment, [field]: value } : segment,
  );
  expect(hashPolicy(policy)).toBe(before);
  expect(hashPolicy({ ...policy, segments })).not.toBe(before);
});

test("POL-607 each label of a segment is in the hash", () => {
  const { hash: before, ...policy } = compiled(readBase());
  const one = new Set(["https://example.org|x"]);
  const labels = { security: one, codes: one, prefixes: [...one], settings: one, sources: one };
  const hashes = Object.entries(labels).map(([name, value]) => {
    const segments = policy.segments.map((segment) => ({
      ...segment,
      labels: { ...segment.labels, [name]: value },
    }));
    return hashPolicy({ ...policy, segments });
  });
  expect(new Set([before, ...hashes]).size).toBe(6);
});

test("POL-607 the order of lists and codes in a segment does not change the hash", () => {
  const turned = changed({ "segments/bh.yaml": ["[F2, F3]", "[F3, F2]"] });
  expect(compiled(turned).hash).toBe(hash);
});
