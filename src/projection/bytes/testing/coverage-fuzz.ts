/**
 * Fuzzing that is led by coverage: texts that reach code of the JavaScript scanner which none reached before are kept,
 * and changed further; every text is compared with the reference on every scanner.
 * `FUZZ_RUNS=1000000 npx tsx src/projection/bytes/testing/coverage-fuzz.ts`; FUZZ_SEED for other texts.
 * Prints counts and a line for pitfalls.json for each difference; exits 1 where there is one.
 */
import { Random } from "../../../../demo/random.ts";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { CaseMaker } from "./cases.ts";
import type { ScannerCase } from "./cases.ts";
import { comparisonWithReference } from "./compare.ts";
import { CoverageOf } from "./coverage.ts";
import { check, newTally, tallyLine } from "./differential.ts";
import { materialOf } from "./material.ts";
import { mutated } from "./mutations.ts";
import { rolesOf } from "./roles.ts";
import { scannersOf } from "./scanners.ts";
import { anyVector, vectorsOf } from "./vectors.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 20_000);
const SEED = process.env["FUZZ_SEED"] ?? "coverage";
/** Asking for coverage costs as much as some hundred cases; where a batch reached something new, it is halved. */
const BATCH = 128;
const PROGRESS = 50_000;
const MOST_DIFFERENCES = 20;
const LONGEST_KEPT = 4_000;

const catalogue = shippedCatalogue();
const vectors = vectorsOf(catalogue, await rolesOf());
const maker = new CaseMaker(catalogue, materialOf(catalogue, Number.POSITIVE_INFINITY), vectors);
const compare = comparisonWithReference(catalogue);
const scanners = scannersOf(catalogue).map((tested) => ({ ...tested, compare, tally: newTally() }));
const random = new Random(SEED);
const corpus: ScannerCase[] = [];
const differences = new Set<string>();
const coverage = await CoverageOf.scripts("/projection/bytes/javascript/");

for (let done = 0; done < RUNS && differences.size < MOST_DIFFERENCES; done += BATCH) {
  const batch = Array.from({ length: Math.min(BATCH, RUNS - done) }, (_, i) =>
    nextCase(`${SEED}/${done + i}`),
  );
  for (const one of batch) runOnAll(one);
  if (await coverage.hasGrown()) await keepWhatReaches(batch);
  if (done % PROGRESS < BATCH) report();
}
report();
for (const difference of differences) console.log(difference);
await coverage.stop();
process.exitCode = differences.size === 0 ? 0 : 1;

/** A fresh case, or one of the corpus that is changed. */
function nextCase(seed: string): ScannerCase {
  if (corpus.length === 0 || random.chance(0.4)) return maker.case(seed);
  const { text, span } = random.pick(corpus);
  const alone = Buffer.from(span === undefined ? text : text.subarray(span.from, span.until));
  const changed = mutated(alone, Buffer.from(random.pick(corpus).text), random);
  return { text: changed, vector: anyVector(vectors, random), kind: "mutated" };
}

function runOnAll(one: ScannerCase): void {
  for (const scanner of scanners) {
    try {
      check(scanner, one, scanner.tally);
    } catch (error) {
      differences.add(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Runs each of the batch alone: the batch as a whole reached something. */
async function keepWhatReaches(batch: readonly ScannerCase[]): Promise<void> {
  coverage.forgetLast();
  for (const one of batch) {
    runOnJavaScript(one);
    if ((await coverage.hasGrown()) && one.text.length <= LONGEST_KEPT) corpus.push(one);
  }
}

function runOnJavaScript(one: ScannerCase): void {
  const javascript = scanners.find(({ scanner }) => scanner.kind === "javascript");
  javascript?.scanner.project(one.text, javascript.views.of(one.vector), one.span);
}

function report(): void {
  const lines = scanners.map(({ name, tally }) => `${name}: ${tallyLine(tally)}`);
  console.log(
    `${lines.join("; ")}; corpus ${corpus.length}, ${coverage.size} counts of blocks, ${differences.size} differences`,
  );
}
