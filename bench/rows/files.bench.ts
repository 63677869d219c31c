/** Files: CSV from file to file against those who read CSV fast, and what `modicum minimize` makes of NDJSON. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../src/kernel/errors.ts";
import { openInput } from "../../src/cli/input.ts";
import { openCsvKernel } from "../../src/cli/minimize-kernel.ts";
import { writeOutput } from "../../src/cli/minimize-output.ts";
import { minimizeCsv } from "../../src/projection/files/csv.ts";
import { Tally } from "../../src/projection/files/tally.ts";
import { billingOptions, writeBillingCsv } from "../files/csv-material.ts";
import { csvParseTrim, duckDbTrim, papaParseTrim } from "../files/csv-peers.ts";
import type { TrimCsv } from "../files/csv-peers.ts";
import { runCommand, runParseStringify, startMinimizing, writeNdjson } from "../files/ndjson.ts";
import type { ThreadedMinimize } from "../files/ndjson.ts";
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";

const MIB = 2 ** 20;
/** Of one round. */
const CSV_MIB = 64;
const CSV_NOTES = [
  "thirty columns of a billing export, of which fourteen come out; file to file",
  "one view for all rows, so that no row is decided by itself",
];

const CSV_BOUND =
  "of 16 MiB: 9 ms to find fields and rows, 6 ms to copy those that stay, 3 ms to read, and 8 ms of writing that nothing overlaps";

interface CsvPeer {
  readonly name: string;
  readonly peer: string;
  readonly must: number;
  readonly aim: number | null;
  open(): Promise<TrimCsv>;
}

const CSV_PEERS: readonly CsvPeer[] = [
  {
    name: "duckdb",
    peer: "DuckDB COPY (SELECT … FROM read_csv) TO, one thread",
    must: 4,
    aim: 6,
    open: duckDbTrim,
  },
  {
    name: "papaparse",
    peer: "PapaParse parse by chunk + unparse",
    must: 20,
    aim: null,
    open: () => Promise.resolve(papaParseTrim),
  },
  {
    name: "csvparse",
    peer: "csv-parse stream",
    must: 35,
    aim: null,
    open: () => Promise.resolve(csvParseTrim),
  },
];

function csvRow({ name, peer, must, aim, open }: CsvPeer): BenchRow {
  return {
    name: `files/csv-${name}`,
    row: "CSV trim to file, 30 → 14 columns",
    peer,
    unit: "MiB/s",
    must,
    aim,
    run: (settings) => inFolder((folder) => compareCsv(folder, CSV_MIB * MIB, open, settings)),
  };
}

async function compareCsv(
  folder: string,
  bytes: number,
  open: CsvPeer["open"],
  settings: BenchSettings,
): Promise<Measured> {
  const input = join(folder, "in.csv");
  const size = await writeBillingCsv(input, bytes);
  const peer = await open();
  const ours = trimmer();
  await ours(input, join(folder, "ours.csv"));
  await peer(input, join(folder, "theirs.csv"));
  if (!readFileSync(join(folder, "ours.csv")).equals(readFileSync(join(folder, "theirs.csv"))))
    throw new AppError("internal", "the two files differ");
  const side = (trim: TrimCsv, to: string) => ({
    work: async () => {
      await trim(input, join(folder, to));
      return size;
    },
  });
  const measured = await compare(
    { ours: side(ours, "ours.csv"), theirs: side(peer, "theirs.csv") },
    settings,
    {
      rate: (bytesPerSecond) => bytesPerSecond / MIB,
    },
  );
  return { ...measured, notes: [...CSV_NOTES, `${(size / MIB).toFixed(0)} MiB a round`], bound: CSV_BOUND };
}

/** What the command does with a file once its policy is open, in one thread. */
function trimmer(): TrimCsv {
  const options = { ...billingOptions(), kernel: openCsvKernel() };
  return (from, to) => writeOutput(to, minimizeCsv(openInput(from), options, new Tally()));
}

/** In rounds of full length: what is minimized that way is large, and a process takes seconds to start. */
const COMMAND_MIB = 512;
const SLICE_MIB = 96;
const FULL_ROUND_MS = 300;
const LINE_FEED = 0x0a;

async function compareCommand(folder: string, settings: BenchSettings): Promise<Measured> {
  const input = join(folder, "in.ndjson");
  const [ours, theirs] = [join(folder, "ours.ndjson"), join(folder, "theirs.ndjson")];
  const mebibytes = settings.roundMs < FULL_ROUND_MS ? SLICE_MIB : COMMAND_MIB;
  const size = await writeNdjson(input, mebibytes * MIB);
  await runCommand(input, ours);
  await runParseStringify(input, theirs);
  if (linesIn(ours) !== linesIn(theirs))
    throw new AppError("internal", "the two files differ in their lines");
  const side = (work: (from: string, to: string) => Promise<void>, to: string) => ({
    work: async () => {
      await work(input, to);
      return size;
    },
  });
  const measured = await compare(
    { ours: side(runCommand, ours), theirs: side(runParseStringify, theirs) },
    settings,
    { rate: (bytesPerSecond) => bytesPerSecond / MIB },
  );
  return {
    ...measured,
    cpuRatio: null,
    notes: [
      `${(size / MIB).toFixed(0)} MiB of claims; both are processes of their own, from start to end`,
      "ours opens and compiles the policy, looks for labels in a pass of its own, decides on each record, and counts",
    ],
  };
}

async function compareWorkers(folder: string, settings: BenchSettings): Promise<Measured> {
  const input = join(folder, "in.ndjson");
  const size = await writeNdjson(input, SLICE_MIB * MIB);
  const [two, one] = [await startMinimizing(2), await startMinimizing(1)];
  try {
    if ((await two.minimize(input)) !== (await one.minimize(input)))
      throw new AppError("internal", "two threads and one differ in what comes out");
    const side = ({ minimize }: ThreadedMinimize) => ({
      work: async () => {
        await minimize(input);
        return size;
      },
    });
    const measured = await compare({ ours: side(two), theirs: side(one) }, settings, {
      rate: (bytesPerSecond) => bytesPerSecond / MIB,
    });
    const notes = [
      `${(size / MIB).toFixed(0)} MiB of claims; the thread that cuts and gathers is beside them`,
    ];
    return { ...measured, notes };
  } finally {
    await Promise.all([two.close(), one.close()]);
  }
}

function linesIn(file: string): number {
  const bytes = readFileSync(file);
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "modicum-files-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export default [
  ...CSV_PEERS.map(csvRow),
  {
    name: "files/minimize-ndjson",
    row: "NDJSON by the whole command",
    peer: "chunked JSON.parse + JSON.stringify",
    unit: "MiB/s",
    must: null,
    aim: null,
    run: (settings) => inFolder((folder) => compareCommand(folder, settings)),
  },
  {
    name: "files/minimize-workers",
    row: "NDJSON by the command's threads, two",
    peer: "one thread",
    unit: "MiB/s",
    must: null,
    aim: null,
    run: (settings) => inFolder((folder) => compareWorkers(folder, settings)),
  },
] satisfies readonly BenchRow[];
