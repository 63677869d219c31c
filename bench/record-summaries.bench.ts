/**
 * Sums over a long record: `tsx bench/record-summaries.bench.ts [--entries 10000000 | --quick] [--data FOLDER]`. Prints how
 * long an answer takes, who saw a patient and what a person saw, and how many entries it went through.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createSummaryDesk } from "../src/audit/summaries/desk.ts";
import { systemClock } from "../src/kernel/clock.ts";
import type { RecordSealer } from "../src/keys/ports.ts";
import { memorySealer } from "../src/keys/testing/sealer.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createRecordStore } from "../src/store/record-store.ts";
import { type History, patientIndexOf, personOf, writeHistory } from "./record-history.ts";

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "10000000" },
    quick: { type: "boolean", default: false },
    data: { type: "string" },
  },
});
const entries = values.quick ? 100_000 : Number(values.entries);
const history: History = { entries, patients: Math.max(1_000, entries / 100), persons: 2_000, months: 24 };
const SAMPLES = 40;
const draw = (below: number): number => Math.floor(Math.random() * below);
const real = memorySealer();
/** Patients of the history have indexes of their own. */
const sealer: RecordSealer = {
  ...real,
  about: { ...real.about, indexesOf: async (id: string) => [patientIndexOf(Number(id))] },
};

const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), "modicum-bench-summaries-")));
const database = await openDatabase({ dataDir });
try {
  const ran = await migrate(database.kysely);
  if (ran.length > 0) await writeHistory(database, history);
  const desk = createSummaryDesk({ store: createRecordStore(database.kysely), sealer, clock: systemClock });
  const month = () => {
    const from = Date.UTC(2024, draw(history.months));
    return { from, until: from + 31 * 86_400_000 };
  };
  const viewers = (patient: number) => desk.viewers({ query: { patientId: String(patient) }, zone: "UTC" });
  const activity = (person: number, within = {}) =>
    desk.activity({ query: { personId: personOf(person), ...within }, zone: "America/Chicago" });
  const questions: readonly (readonly [string, () => Promise<{ readonly counted: number }>])[] = [
    ["who saw a patient", () => viewers(draw(history.patients))],
    ["who saw the patient who is seen most", () => viewers(0)],
    ["what a person saw in a month", () => activity(draw(history.persons), month())],
    ["what a person saw", () => activity(draw(history.persons))],
    ["what the busiest person saw", () => activity(0)],
  ];
  console.log(`${entries} entries in ${history.months} months; milliseconds to an answer\n`);
  console.log(
    `${"question".padEnd(42)} ${["p50", "p99", "counted"].map((one) => one.padStart(9)).join(" ")}`,
  );
  for (const [title, question] of questions) {
    const [took, counted]: [number[], number[]] = [[], []];
    for (let sample = 0; sample < SAMPLES; sample++) {
      const start = performance.now();
      counted.push((await question()).counted);
      took.push(performance.now() - start);
    }
    const sorted = took.toSorted((a, b) => a - b);
    const [p50, p99] = [0.5, 0.99].map((part) => sorted[Math.floor(SAMPLES * part)]?.toFixed(1) ?? "");
    const most = String(Math.max(...counted));
    console.log(`${title.padEnd(42)} ${[p50, p99, most].map((one) => one?.padStart(9)).join(" ")}`);
  }
} finally {
  await database.close();
  if (values.data === undefined) await rm(dataDir, { recursive: true });
}
