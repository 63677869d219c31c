/** `npm run bench:soak -- --minutes 10`: memory of the whole gateway under steady load; ends with 3 when it is not flat. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startGatewayBench } from "./gateway/setting.ts";
import { underLoad } from "./gateway/wrk.ts";
import { OURS, writeDocument } from "./harness/document.ts";
import { EXIT } from "./harness/outcome.ts";
import { figure } from "./harness/print.ts";
import { writeResults } from "./harness/results-file.ts";
import { isFlat, trendOf } from "./harness/trend.ts";
import type { SoakResult, SoakSample } from "./harness/types.ts";

const CONNECTIONS = 32;
/** Of one piece of load, after which the samples so far are read. */
const PIECE_SECONDS = 20;
/** The first part of the run, in which code is compiled and caches fill. */
const WARM_UP_SHARE = 0.25;

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const minutes = Number(values.minutes);
if (!(minutes >= 1)) {
  console.error("`--minutes` is a number of at least 1");
  process.exit(EXIT.usage);
}

const dir = await mkdtemp(join(tmpdir(), "modicum-soak-"));
const samplesFile = join(dir, "samples");
try {
  const result = await soak();
  await writeResults(join(OURS.benchDir, "soak.json"), [result]);
  await writeDocument(OURS);
  for (const [name, { slope, noise }] of [["resident", result.rss] as const, ["heap", result.heap] as const])
    console.log(`${name}: ${figure(slope)} MiB/h, noise ±${figure(noise)}`);
  console.log(result.isFlat ? "flat" : "NOT FLAT");
  process.exitCode = result.isFlat ? EXIT.reached : EXIT.missed;
} finally {
  await rm(dir, { recursive: true });
}

async function soak(): Promise<SoakResult> {
  process.env["MODICUM_SOAK_SAMPLES"] = samplesFile;
  const sampler = join(import.meta.dirname, "soak-sampler.mjs");
  const bench = await startGatewayBench({ size: 20, nodeArgs: ["--expose-gc", "--import", sampler] });
  let requests = 0;
  try {
    const end = Date.now() + minutes * 60_000;
    while (Date.now() < end) {
      const load = { connections: CONNECTIONS, seconds: PIECE_SECONDS };
      requests += (await underLoad(bench.oursUrl, bench, load)).requestsPerSecond * PIECE_SECONDS;
      const last = (await samplesSoFar()).at(-1);
      if (last !== undefined)
        console.log(
          `${figure(last.second)} s: ${figure(last.rss)} MiB resident, ${figure(last.heap)} MiB heap`,
        );
    }
  } finally {
    await bench.close();
  }
  return resultOf(await samplesSoFar(), Math.round(requests));
}

async function samplesSoFar(): Promise<readonly SoakSample[]> {
  const text = await readFile(samplesFile, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as SoakSample);
}

function resultOf(samples: readonly SoakSample[], requests: number): SoakResult {
  const start = (samples.at(-1)?.second ?? 0) * WARM_UP_SHARE;
  const warm = samples.filter(({ second }) => second >= start);
  return {
    minutes,
    connections: CONNECTIONS,
    requests,
    samples,
    rss: trendOf(warm, "rss"),
    heap: trendOf(warm, "heap"),
    isFlat: isFlat(warm, "rss") && isFlat(warm, "heap"),
    measuredAt: new Date().toISOString(),
  };
}
