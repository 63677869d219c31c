/**
 * Questions to a long record: `tsx bench/record-search.bench.ts [--entries 10000000 | --quick]`. Prints how long the first
 * page of fifty takes, for each question over values drawn anew each time.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EntryQuery, RecordTreeStore } from "../src/audit/ports.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createRecordStore } from "../src/store/record-store.ts";
import { type History, patientIndexOf, personOf, wayOf, writeHistory } from "./record-history.ts";

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "10000000" },
    quick: { type: "boolean", default: false },
    data: { type: "string" },
  },
});
const entries = values.quick ? 100_000 : Number(values.entries);
const history: History = { entries, patients: Math.max(1_000, entries / 100), persons: 2_000, months: 24 };
const SAMPLES = 60;
const draw = (below: number): number => Math.floor(Math.random() * below);
const patient = (): Pick<EntryQuery, "patientIndexes"> => ({
  patientIndexes: [patientIndexOf(draw(history.patients))],
});
const month = (): Pick<EntryQuery, "from" | "until"> => {
  const from = Date.UTC(2024, draw(history.months), 3);
  return { from, until: from + 86_400_000 };
};
const rule = (n: number): Pick<EntryQuery, "rule"> => ({ rule: wayOf(n).open.rules[0] ?? "" });

const QUESTIONS: readonly (readonly [string, () => Omit<EntryQuery, "limit">])[] = [
  ["everything, newest first", () => ({})],
  ["a person", () => ({ personId: personOf(draw(history.persons)) })],
  ["a patient", patient],
  ["the patient who is seen most", () => ({ patientIndexes: [patientIndexOf(0)] })],
  ["a common rule", () => rule(0)],
  ["a rare rule", () => rule(238)],
  ["a purpose", () => ({ purpose: "billing" })],
  ["a grant", () => ({ grant: "grant-238" })],
  ["a grant that nothing was let out by", () => ({ grant: "none" })],
  ["an element", () => ({ element: `element.${draw(300)}` })],
  ["a day", month],
  ["refusals", () => ({ outcome: "deny" })],
  ["a system", () => ({ system: "pacs" })],
  ["disclosures on a day", () => ({ act: "disclose", ...month() })],
  ["a person and a rare rule", () => ({ personId: personOf(draw(50)), ...rule(230) })],
  ["a patient and a purpose", () => ({ ...patient(), purpose: "billing" })],
  ["a person on a day", () => ({ personId: personOf(draw(50)), ...month() })],
  ["an element and refusals", () => ({ element: "element.5", outcome: "deny" })],
];

async function timed(store: RecordTreeStore, question: () => Omit<EntryQuery, "limit">): Promise<number[]> {
  const took: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const query = { ...question(), limit: 50 };
    const start = performance.now();
    await store.search(query);
    took.push(performance.now() - start);
  }
  return took.toSorted((a, b) => a - b);
}

const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), "modicum-bench-search-")));
const database = await openDatabase({ dataDir });
try {
  const ran = await migrate(database.kysely);
  if (ran.length > 0) await writeHistory(database, history);
  const store = createRecordStore(database.kysely);
  console.log(`${entries} entries in ${history.months} months; milliseconds to the first page of 50\n`);
  console.log(`${"question".padEnd(40)} ${"p50".padStart(9)} ${"p99".padStart(9)}`);
  for (const [title, question] of QUESTIONS) {
    const took = await timed(store, question);
    const [p50, p99] = [0.5, 0.99].map((part) => took[Math.floor(took.length * part)]?.toFixed(1) ?? "");
    console.log(`${title.padEnd(40)} ${p50?.padStart(9)} ${p99?.padStart(9)}`);
  }
} finally {
  await database.close();
  if (values.data === undefined) await rm(dataDir, { recursive: true });
}
