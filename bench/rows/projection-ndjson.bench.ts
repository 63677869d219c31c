/** NDJSON: a large file in chunks, and the same work on two threads. */
import { once } from "node:events";
import { closeSync, openSync, readSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { shippedCatalogue } from "../../src/catalogue/testing/shipped.ts";
import type { Catalogue } from "../../src/catalogue/types.ts";
import { parseJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import { openScanner } from "../../src/projection/bytes/open-scanner.ts";
import type { ByteScanner, ByteView } from "../../src/projection/bytes/types.ts";
import { objectProjection } from "../../src/projection/object-projection.ts";
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";
import { CHUNK_BYTES, linesFile, minimizedLines, rewrittenLines } from "../projection-lines.ts";
import type { WorkerTask } from "../projection-worker.ts";
import { clinicalView, MIB, resourceTexts } from "../projection-texts.ts";

const FILE_SIZE = 1024 * MIB;
/** Rounds this long read all of it; shorter ones a slice. */
const FULL_ROUND_MS = 300;
const SLICE = 128 * MIB;
/** Times that one worker does all chunks before it says so. */
const TIMES = 24;

const LINES_BOUND =
  "chunks that are in memory already go at 2.4 GiB/s, and at 2.7 without the copy out of the kernel's memory; the rest is reading the file, and the copy and check of what goes in";

export default [
  {
    name: "projection/ndjson",
    row: "NDJSON of 1 GiB from a file, in chunks of 256 KiB, strict allow-list of a clinical role",
    peer: "JSON.parse + JSON.stringify, line by line",
    unit: "MiB/s",
    must: 18,
    aim: 30,
    run: ndjson,
  },
  {
    name: "projection/two-workers",
    row: "NDJSON in memory, two worker threads",
    peer: "one worker thread",
    unit: "MiB/s",
    must: 1.6,
    aim: 1.85,
    run: twoWorkers,
  },
] satisfies readonly BenchRow[];

async function ndjson(settings: BenchSettings): Promise<Measured> {
  const catalogue = shippedCatalogue();
  const { scanner, views } = openScanner(catalogue);
  const view = views.of(clinicalView(catalogue));
  const resources = resourceTexts();
  checkLines(catalogue, resources, view, scanner);
  const file = linesFile(resources, settings.roundMs < FULL_ROUND_MS ? SLICE : FILE_SIZE);
  const files = [openSync(file.path, "r"), openSync(file.path, "r")] as const;
  try {
    const measured = await compare(
      {
        ours: chunked(files[0], (chunk) => minimizedLines(scanner, view, chunk)),
        theirs: chunked(files[1], rewrittenLines),
      },
      settings,
      { rate: (perSecond) => perSecond / MIB },
    );
    const notes = [
      `${resources.length} resources again and again, ${(file.size / MIB).toFixed(0)} MiB; a round goes on where the last one ended`,
    ];
    return { ...measured, notes, bound: LINES_BOUND };
  } finally {
    for (const handle of files) closeSync(handle);
    file.remove();
  }
}

/** That what is timed is what the object-level projection gives. */
function checkLines(
  catalogue: Catalogue,
  resources: readonly Buffer[],
  view: ByteView,
  scanner: ByteScanner,
): void {
  const reference = objectProjection(catalogue);
  const context = { now: 0, tokenize: null, zip3: new Set<string>() };
  const wanted = resources.map((text) => {
    const { resource } = reference.project(parseJsonObject(text), view.vector, context);
    return resource === null ? "" : `${stringifyJson(resource)}\n`;
  });
  const chunk = Buffer.concat(resources.flatMap((resource) => [resource, Buffer.from("\n")]));
  if (Buffer.from(minimizedLines(scanner, view, chunk)).toString() !== wanted.join(""))
    throw new Error("the scanner shows something else than the object-level projection");
}

/** Reads chunk after chunk, from the start again at the end of the file. */
function chunked(file: number, minimize: (chunk: Buffer) => Uint8Array): { work(): number } {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let position = 0;
  const work = (): number => {
    const read = readSync(file, buffer, 0, CHUNK_BYTES, position);
    const length = buffer.lastIndexOf("\n", read - 1) + 1;
    position = read < CHUNK_BYTES ? 0 : position + length;
    minimize(buffer.subarray(0, length));
    return length;
  };
  return { work };
}

async function twoWorkers(settings: BenchSettings): Promise<Measured> {
  const workers = await Promise.all([started(), started()]);
  const [first] = workers;
  const compared = (task: WorkerTask): Promise<Measured> =>
    compare(
      {
        ours: {
          work: async () => {
            const done = await Promise.all(workers.map((worker) => workOf(worker, task)));
            return done.reduce((sum, one) => sum + one, 0);
          },
        },
        theirs: { work: () => workOf(first, task) },
      },
      settings,
      { rate: (perSecond) => perSecond / MIB },
    );
  try {
    const measured = await compared({ times: TIMES, counting: false });
    const { ratio } = await compared({ times: TIMES, counting: true });
    const cores = `two threads that do nothing but count do ${ratio.toFixed(2)}× the work of one here`;
    // The CPU time of both is that of the process: a ratio of it says nothing of threads.
    return { ...measured, cpuRatio: null, notes: [cores], bound: cores };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function started(): Promise<Worker> {
  const worker = new Worker(new URL("../projection-worker.mjs", import.meta.url));
  await once(worker, "message");
  return worker;
}

async function workOf(worker: Worker, task: WorkerTask): Promise<number> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  worker.postMessage(task);
  const [bytes] = (await once(worker, "message")) as [number];
  return bytes;
}
