/** `npm run bench:load`: latencies of the gateway, a plain nginx proxy and a Node proxy at 1, 32 and 256 connections. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { AnswerSize } from "./gateway/material.ts";
import { startGatewayBench } from "./gateway/setting.ts";
import { underLoad } from "./gateway/wrk.ts";
import { OURS, writeDocument } from "./harness/document.ts";
import { figure } from "./harness/print.ts";
import { writeResults } from "./harness/results-file.ts";
import type { LoadResult } from "./harness/types.ts";

const CONNECTIONS = [1, 32, 256];
const SIZES: readonly AnswerSize[] = [1, 20, 137];

const { values } = parseArgs({ options: { seconds: { type: "string", default: "5" } } });
const seconds = Number(values.seconds);
if (!Number.isInteger(seconds) || seconds < 1) {
  console.error("`--seconds` is a whole number of at least 1");
  process.exit(2);
}

const results: LoadResult[] = [];
for (const size of SIZES) results.push(...(await loadAt(size)));
await writeResults(join(OURS.benchDir, "load.json"), results);
await writeDocument(OURS);

async function loadAt(size: AnswerSize): Promise<readonly LoadResult[]> {
  const bench = await startGatewayBench({ size });
  const sides = [
    ["modicum", bench.oursUrl],
    ["nginx", bench.nginxUrl],
    ["Node proxy", bench.nodeUrl],
  ] as const;
  const found: LoadResult[] = [];
  try {
    // Once uncounted: code is compiled, connections and caches come about.
    for (const [, url] of sides) await underLoad(url, bench, { connections: 32, seconds: 2 });
    for (const connections of CONNECTIONS) {
      for (const [side, url] of sides) {
        const { requestsPerSecond, latency } = await underLoad(url, bench, { connections, seconds });
        const { p50, p90, p99, "p99.9": p999 } = latency;
        const measuredAt = new Date().toISOString();
        const perSecond = requestsPerSecond;
        found.push({ side, size: `${size} KB`, connections, perSecond, p50, p90, p99, p999, measuredAt });
        console.log(
          `${size} KB, ${connections} connections, ${side}: ${figure(perSecond)} answers/s, ms p50 ${figure(p50)} p90 ${figure(p90)} p99 ${figure(p99)} p99.9 ${figure(p999)}`,
        );
      }
    }
  } finally {
    await bench.close();
  }
  return found;
}
