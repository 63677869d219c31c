/** Runs benchmarks, prints both sides as they come, and leaves the results and the document. */
import { join } from "node:path";
import { type BenchArguments, readArguments, USAGE } from "./arguments.ts";
import { type BenchPlaces, writeDocument } from "./document.ts";
import { benchFiles, mayHold, topicOf } from "./files.ts";
import { EXIT, exitCodeOf, type Outcome } from "./outcome.ts";
import { lineOf } from "./print.ts";
import { merged, readResults, writeResults } from "./results-file.ts";
import { namesIn, runFile } from "./run-file.ts";
import type { BenchResult, GrowthResult } from "./types.ts";

/** Returns the exit code; see USAGE. */
export async function runBench(
  args: readonly string[],
  places: BenchPlaces,
  print: (text: string) => void,
): Promise<number> {
  const asked = readArguments(args);
  if (typeof asked === "string") {
    print(`${asked}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const files = await benchFiles(places.benchDir);
  if (asked.list || !(await areKnown(asked.names, files))) return list(asked, files, print);
  const outcomes = await run(files, asked, print);
  if (!asked.quick) await keep(outcomes, asked, places);
  return exitCodeOf(outcomes);
}

/** Asks the files of the wanted topics alone, since loading one takes its time. */
async function areKnown(wanted: readonly string[], files: readonly string[]): Promise<boolean> {
  if (wanted.length === 0) return true;
  const held = await namesOf(files.filter((path) => mayHold(topicOf(path), wanted)));
  return wanted.every((name) => held.some((one) => one.startsWith(name)));
}

async function namesOf(files: readonly string[]): Promise<readonly string[]> {
  const names: string[] = [];
  for (const path of files) names.push(...(await namesIn(path)));
  return names;
}

async function list(
  asked: BenchArguments,
  files: readonly string[],
  print: (text: string) => void,
): Promise<number> {
  const names = (await namesOf(files)).toSorted();
  const unknown = asked.names.filter((name) => !names.some((one) => one.startsWith(name)));
  for (const name of unknown) print(`there is no row or curve \`${name}\`; these are:`);
  for (const name of names) print(name);
  return unknown.length > 0 ? EXIT.usage : EXIT.reached;
}

async function run(
  files: readonly string[],
  { names: wanted, settings }: BenchArguments,
  print: (text: string) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const tell = (outcome: Outcome): void => {
    outcomes.push(outcome);
    print(lineOf(outcome));
  };
  for (const path of files.filter((file) => mayHold(topicOf(file), wanted))) {
    const topic = topicOf(path);
    const names = await runFile(path, wanted, settings, tell);
    for (const name of names.filter((one) => !one.startsWith(topic)))
      tell({ kind: "failed", name, message: `stands in a file of the topic \`${topic}\`` });
  }
  return outcomes;
}

/** Curves of other runs always stay: each says when it was measured. */
async function keep(outcomes: readonly Outcome[], asked: BenchArguments, places: BenchPlaces): Promise<void> {
  const rows = outcomes.flatMap((outcome) => (outcome.kind === "measured" ? [outcome.result] : []));
  const curves = outcomes.flatMap((outcome) => (outcome.kind === "drawn" ? [outcome.curve] : []));
  const resultsPath = join(places.benchDir, "results.json");
  const growthPath = join(places.benchDir, "growth.json");
  if (rows.length > 0 || curves.length === 0)
    await writeResults(resultsPath, merged(await readResults<BenchResult>(resultsPath), rows, asked.keep));
  await writeResults(growthPath, merged(await readResults<GrowthResult>(growthPath), curves, true));
  await writeDocument(places);
}
