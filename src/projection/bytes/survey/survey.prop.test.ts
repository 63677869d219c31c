import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../../../demo/random.ts";
import { parseJsonObject } from "../../../kernel/json.ts";
import { SKIPPED } from "../../testing/real-resources.ts";
import { testCatalogue } from "../../testing/catalogue.ts";
import { CaseMaker } from "../testing/cases.ts";
import { materialOf } from "../testing/material.ts";
import { vectorsOf } from "../testing/vectors.ts";
import { compareSurveys } from "./testing/compare-surveys.ts";
import { labelLists } from "./testing/label-lists.ts";
import { surveysUnderTest } from "./testing/surveys.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 2_500);
const SYNTHEA_FILES = 2;

const catalogue = testCatalogue();
const material = materialOf(catalogue, SYNTHEA_FILES);
const records = material.real.map((text) => parseJsonObject(text));
const lists = labelLists(records.slice(0, 400), 12, new Random("labels"));

describe.each(surveysUnderTest())("surveys of bytes and of objects: $name", ({ name, survey }) => {
  const tally = { equal: 0, doubt: 0, refused: 0 };

  afterAll(() => {
    console.log(`${name}: ${tally.equal} equal, ${tally.doubt} in doubt, ${tally.refused} not well-formed`);
  });

  it(`F169 PRJ-110 PRJ-111 R1 R5 R6 R7 are equal for every real record, and hardly ever in doubt${SKIPPED}`, () => {
    const random = new Random("real");
    const outcomes = material.real.map((text) => compareSurveys(survey, text, random.pick(lists)));
    expect(outcomes.filter(({ kind }) => kind === "different")).toEqual([]);
    expect(outcomes.filter(({ kind }) => kind === "doubt").length).toBeLessThanOrEqual(
      outcomes.length / 1_000,
    );
  });

  it("F169 PRJ-110 R1 R5 R6 R7 are equal for odd, changed and malformed records, or in doubt", () => {
    const maker = new CaseMaker(catalogue, material, vectorsOf(catalogue));
    const random = new Random(process.env["FUZZ_SEED"] ?? "surveys");
    for (let run = 0; run < RUNS; run++) {
      const { text, span } = maker.case(`${random.int(0, 1e9)}-${run}`);
      const outcome = compareSurveys(survey, text, random.pick(lists), span);
      if (outcome.kind === "different") expect.fail(`${outcome.why}: ${Buffer.from(text).toString()}`);
      tally[outcome.valid ? outcome.kind : "refused"]++;
    }
    expect(tally.equal).toBeGreaterThan(RUNS / 4);
  }, 3_600_000);
});
