import { expect, it } from "vitest";
import { sentenceOf } from "./sentence.ts";

type Told = Parameters<typeof sentenceOf>[0];

const ENTRY: Told = {
  person: "audra.auditor",
  interaction: "api.comparison.read",
  resourceType: null,
  outcome: "permit",
  purpose: "audit",
  released: ["patient.sex"],
  recordCount: 69,
};

it.each<readonly [Partial<Told>, string]>([
  [{}, "Compared one chart. `audra.auditor` was given 1 element on 69 records, for “Audit”."],
  [
    { interaction: "fhir.search", resourceType: "Condition", released: ["a", "b"], recordCount: 1 },
    "Searched records: Diagnoses. `audra.auditor` was given 2 elements on 1 record, for “Audit”.",
  ],
  [
    { outcome: "deny", purpose: null, released: [], recordCount: 0 },
    "Compared one chart. `audra.auditor` was denied, without a purpose.",
  ],
  [
    { person: null, interaction: "system.backup.create", released: [], recordCount: 0, purpose: null },
    "A backup was made. The system itself was permitted, and no element came out, without a purpose.",
  ],
  [
    { person: null, outcome: "error", released: [], recordCount: 0 },
    "Compared one chart. An unknown caller was given nothing, since it failed, for “Audit”.",
  ],
])("F131 tells an entry in words and right plurals: %o", (fields, sentence) => {
  expect(sentenceOf({ ...ENTRY, ...fields }, "Audit")).toBe(sentence);
});
