import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { createLabelBook, type LabelBook } from "../catalogue/label-book.ts";
import { AppError } from "../kernel/errors.ts";
import { minimizeCsv } from "../projection/files/csv.ts";
import { minimizeJson } from "../projection/files/json.ts";
import { minimizeNdjson } from "../projection/files/ndjson.ts";
import { Tally } from "../projection/files/tally.ts";
import type { FileProgress } from "../projection/files/types.ts";
import { openAgain, openInput } from "./input.ts";
import { addCards, isLabeled, type NamedCard, notingOptions, refersTo } from "./minimize-labels.ts";
import { fileOptions, type Format, FORMATS } from "./minimize-options.ts";
import { progressBar, writeOutput, writeSummary } from "./minimize-output.ts";
import { labelInBlocks, minimizeInBlocks } from "./minimize-parallel.ts";
import { type MinimizeOptions, type Scoped, scopeOf } from "./minimize-scope.ts";
import { startThreads } from "./minimize-threads.ts";
import { tell } from "./output.ts";

const FORMAT_OF: Readonly<Record<string, Format>> = {
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".csv": "csv",
};

const MINIMIZERS = { ndjson: minimizeNdjson, json: minimizeJson, csv: minimizeCsv } as const;

const MOST_WORKERS = 4;
/** To start threads takes longer than to minimize a smaller file in one. */
const WORTH_THREADS_BYTES = 2 ** 30;
const BLOCK_BYTES = 2 ** 20;

interface RunOptions extends MinimizeOptions {
  readonly format?: Format;
  readonly out: string;
  readonly skipBad?: boolean;
  readonly summary?: string;
  readonly workers?: number;
}

/** One run of the command. */
interface Run {
  readonly input: string;
  readonly format: Format;
  readonly scoped: Scoped;
  readonly options: RunOptions;
  progress(done: FileProgress): void;
}

export function minimizeCommand(): Command {
  return new Command("minimize")
    .description("trim FHIR JSON, NDJSON or CSV to what a person or role may see for a purpose")
    .argument("[in]", "a file, or - for stdin", "-")
    .option("--as <person>", "a person of the policy, or of the running server")
    .option("--role <role>", "a role alone; without --facts, record scope is assumed")
    .requiredOption("--purpose <purpose>", "our id or the HL7 code")
    .option("--case <id>", "the case of a case-bound purpose")
    .option("--facts <file>", "relation facts, authorizations, consents… as JSON")
    .addOption(
      new Option("--act <act>", "what is done").choices(["use", "disclose", "request"]).default("use"),
    )
    .option("--recipient <class>", "for disclose and request: provider, health-plan…")
    .option("--verified", "the recipient's identity and authority are verified")
    .addOption(new Option("--format <format>", "when the file's name does not say").choices(FORMATS))
    .option("-o, --out <file>", "where to; whole or not at all", "-")
    .option("--skip-bad", "leave out records that cannot be read, and go on")
    .option("--summary <file>", "write what came out and what was held back, as JSON")
    .option(
      "--workers <n>",
      "threads for NDJSON and CSV; by default as many as there are cores but one, for large files",
      workerCount,
    )
    .action(minimizeFile);
}

function workerCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError("give a whole number from 1 to 64");
}

async function minimizeFile(input: string, options: RunOptions): Promise<void> {
  const format = options.format ?? FORMAT_OF[extname(input).toLowerCase()];
  if (format === undefined) {
    throw new AppError("usage", "the format cannot be told from the name", {
      hint: "give `--format ndjson|json|csv`",
    });
  }
  const scoped = await scopeOf(options);
  for (const note of scoped.notes) tell(note);
  const size = await sizeOf(input);
  const bar = progressBar(size);
  const tally = new Tally();
  const run: Run = { input, format, scoped, options, progress: bar.show };
  const workers = options.workers ?? defaultWorkers(size);
  const output =
    workers === 1 || format === "json"
      ? minimizeHere(run, tally)
      : minimizeInThreads({ ...run, format }, workers, tally);
  await writeOutput(options.out, output).finally(bar.end);
  await writeSummary(options.summary, tally.summary());
}

/** Undefined: it cannot be told, as of stdin. */
function sizeOf(input: string): Promise<number | undefined> {
  if (input === "-") return Promise.resolve(undefined);
  return stat(input).then(
    ({ size }) => size,
    () => undefined,
  );
}

function defaultWorkers(size: number | undefined): number {
  if (size === undefined || size < WORTH_THREADS_BYTES) return 1;
  return Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1));
}

async function* minimizeHere(run: Run, tally: Tally): AsyncGenerator<Uint8Array> {
  const { format, scoped, options, progress } = run;
  const labels = createLabelBook(scoped.policy.segments);
  const read = await labeledInput(run, labels);
  const shown = { ...fileOptions(scoped, format, options.skipBad === true, labels), progress };
  yield* MINIMIZERS[format](read(), shown, tally);
}

/**
 * What refers to what within the file is known before anything is shown, by two passes over it: the records with labels,
 * then those that refer to them. A row refers to nothing, and without segments there are no labels.
 */
async function labeledInput(
  { input, format, scoped }: Run,
  labels: LabelBook,
): Promise<() => AsyncIterable<Uint8Array>> {
  const { segments } = scoped.policy;
  if (format === "csv" || segments.length === 0) return () => openInput(input);
  const read = await openAgain(input);
  const base = fileOptions(scoped, format, true, labels);
  const labeled: NamedCard[] = [];
  const noting = notingOptions(base, segments, isLabeled, labeled);
  for await (const _ of MINIMIZERS[format](read(), noting, new Tally()));
  if (labeled.length === 0) return read;
  const linked: NamedCard[] = [];
  const refs = new Set(labeled.map(([ref]) => ref));
  const linking = notingOptions(base, segments, refersTo(refs), linked);
  for await (const _ of MINIMIZERS[format](read(), linking, new Tally()));
  addCards(labels, labeled);
  addCards(labels, linked);
  return read;
}

async function* minimizeInThreads(
  run: Run & { readonly format: Exclude<Format, "json"> },
  workers: number,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const { input, format, scoped, options, progress } = run;
  const cut = { quotes: format === "csv", blockBytes: BLOCK_BYTES };
  const labels = createLabelBook(scoped.policy.segments);
  const shown = { ...fileOptions(scoped, format, options.skipBad === true, labels), progress };
  const read =
    format === "csv" || scoped.policy.segments.length === 0 ? () => openInput(input) : await openAgain(input);
  const threads = startThreads(workers, { options, known: scoped.known, format });
  try {
    if (format === "ndjson" && scoped.policy.segments.length > 0) await labelInBlocks(read, cut, threads);
    yield* minimizeInBlocks(read(), cut, threads, shown, tally);
  } finally {
    await threads.close();
  }
}
