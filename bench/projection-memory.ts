/**
 * Minimizes a made-up file of any size, and prints how the memory of the process develops.
 * `node --expose-gc --max-old-space-size=96 --import tsx bench/projection-memory.ts ndjson|json|csv MEBIBYTES`
 * The large one: `… ndjson 10240`. The last line is JSON: bytes in and out, seconds, and the MiB that are alive (after a
 * garbage collection, at 20 places of the file) in its first fifth and at most.
 */
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { KEEP } from "../src/catalogue/transforms.ts";
import { AppError } from "../src/kernel/errors.ts";
import { openCsvKernel } from "../src/cli/minimize-kernel.ts";
import { openScanner } from "../src/projection/bytes/open-scanner.ts";
import { minimizeCsv } from "../src/projection/files/csv.ts";
import { minimizeJson } from "../src/projection/files/json.ts";
import { minimizeNdjson } from "../src/projection/files/ndjson.ts";
import { Tally } from "../src/projection/files/tally.ts";
import { objectProjection } from "../src/projection/object-projection.ts";
import { madeUpLine } from "./projection-material.ts";

const CHUNK = 64 * 1024;
const MIB = 2 ** 20;
const SAMPLES = 20;
const FORMATS = {
  ndjson: { minimize: minimizeNdjson, parts: (i: number) => madeUpLine(i), begin: "", end: "" },
  json: {
    minimize: minimizeJson,
    parts: (i: number) => `${i === 0 ? "" : ","}{"resource":${madeUpLine(i)}}`,
    begin: '{"resourceType":"Bundle","type":"batch","entry":[',
    end: "]}",
  },
  csv: {
    minimize: minimizeCsv,
    parts: (i: number) => `p${i},"Family${i}, Given",900-00-${i},1970-01-02,${i}.50,free text ${i}\n`,
    begin: "Patient,Name,SSN,DOB,Amount,Remark\n",
    end: "",
  },
} as const;

const [, , format = "", mebibytes = ""] = process.argv;
if (!isFormat(format) || !(Number(mebibytes) > 0)) {
  throw new AppError("usage", "give `ndjson|json|csv` and a number of mebibytes");
}
await run(format, Number(mebibytes) * MIB);

async function run(name: keyof typeof FORMATS, size: number): Promise<void> {
  const catalogue = shippedCatalogue();
  const view = Uint8Array.from(catalogue.elements, ({ id }) => (id === "patient.ssn" ? 0 : KEEP));
  const options = {
    catalogue,
    projection: objectProjection(catalogue),
    context: { now: Date.UTC(2026, 4, 4), tokenize: null, zip3: new Set<string>() },
    viewFor: () => view,
    grantedFor: () => view,
    // As the command reads them: NDJSON as bytes, rows by the kernel.
    ...(name === "ndjson" ? { bytes: { ...openScanner(catalogue), viewFor: () => view } } : {}),
    ...(name === "csv" ? { kernel: openCsvKernel(), discerns: { patients: true, segments: [] } } : {}),
  };
  const tally = new Tally();
  const start = performance.now();
  let bytesOut = 0;
  let most = 0;
  let afterFifth = 0;
  let nextSample = 0;
  for await (const part of FORMATS[name].minimize(madeUpFile(name, size), options, tally)) {
    bytesOut += part.length;
    const { bytesIn } = tally.summary();
    if (bytesIn < nextSample) continue;
    nextSample += size / SAMPLES;
    const alive = aliveMebibytes();
    if (bytesIn <= size / 5) afterFifth = Math.max(afterFifth, alive);
    most = Math.max(most, alive);
  }
  const { bytesIn, recordsOut } = tally.summary();
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ format: name, bytesIn, bytesOut, recordsOut, seconds, afterFifth, most }));
}

/** What the process holds on to; how much room the collector takes for itself differs between releases of Node. */
function aliveMebibytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MIB;
}

async function* madeUpFile(name: keyof typeof FORMATS, size: number): AsyncGenerator<Uint8Array> {
  const { begin, parts, end } = FORMATS[name];
  let text: string = begin;
  let written = 0;
  for (let i = 0; written < size; i++) {
    text += parts(i);
    if (text.length < CHUNK) continue;
    const chunk = Buffer.from(text);
    written += chunk.length;
    text = "";
    yield chunk;
  }
  yield Buffer.from(text + end);
}

function isFormat(text: string): text is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, text);
}
