/** Lists of segments that label what records of the material say, in every form in which a label can be written. */
import type { Random } from "../../../../../demo/random.ts";
import { surveyOf } from "../../../../catalogue/survey.ts";
import type { SegmentDefinition } from "../../../../catalogue/types.ts";
import type { JsonObject } from "../../../../kernel/json.ts";

const GUARDS = ["none", "authorization", "part2-consent"] as const;
const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";
/** Codings that `oddities` put into records, beside those that the records have. */
const ODD_KEYS = [
  `${ICD10}|f11.20`,
  "urn:oid:2.16.840.1.113883.6.90|F32.9",
  "http://hl7.org/fhir/sid/ndc|12496-1208-3",
  "http://bar.example|with|CODE",
  "|no-system",
  "http://snomed.info/sct|",
  "http://unicode.example/é|ß",
];
const ODD_PREFIXES = [
  `${ICD10}|F`,
  `${ICD10}|f3.2`,
  "http://loinc.org|",
  "http://bar.example|",
  "|no",
  `http://long.example|${"x".repeat(40)}`,
];

/** `count` lists of at most three segments each. */
export function labelLists(
  records: readonly JsonObject[],
  count: number,
  random: Random,
): readonly (readonly SegmentDefinition[])[] {
  const surveys = records.map((record) => surveyOf(record));
  const keys = [...new Set(surveys.flatMap(({ codings }) => [...codings])), ...ODD_KEYS];
  const sources = [...new Set(surveys.flatMap((survey) => [...survey.sources])), "https://program.example"];
  return Array.from({ length: count }, () =>
    Array.from({ length: random.int(0, 3) }, (_, bit) => segment(bit, keys, sources, random)),
  );
}

function segment(
  bit: number,
  keys: readonly string[],
  sources: readonly string[],
  random: Random,
): SegmentDefinition {
  const some = (): ReadonlySet<string> => new Set(random.sample(keys, random.pick([0, 1, 3, 40])));
  const beginnings = random.sample(keys, random.pick([0, 1, 5])).map((key) => beginning(key, random));
  return {
    id: `segment-${bit}`,
    title: `Segment ${bit}`,
    bit,
    guard: random.pick(GUARDS),
    labels: {
      security: some(),
      codes: some(),
      settings: some(),
      prefixes: [...beginnings, ...random.sample(ODD_PREFIXES, random.pick([0, 0, 1, 2]))],
      sources: new Set(random.sample(sources, random.pick([0, 1]))),
    },
  };
}

function beginning(key: string, random: Random): string {
  const codeAt = key.lastIndexOf("|") + 1;
  return key.slice(0, random.int(codeAt, key.length));
}
