/** wrk as the load generator. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { GatewayBench } from "./setting.ts";

export interface Load {
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  readonly requestsPerSecond: number;
  /** Milliseconds below which so many of a hundred answers came. */
  readonly latency: Readonly<Record<"p50" | "p90" | "p99" | "p99.9", number>>;
}

const PERCENTILES = [50, 90, 99, 99.9] as const;

/** One round against one base URL. @throws Error where an answer is none of 200, or wrk fails */
export async function underLoad(
  base: string,
  { request, headers }: Pick<GatewayBench, "request" | "headers">,
  { connections, seconds }: Load,
): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), "modicum-wrk-"));
  try {
    const script = join(dir, "request.lua");
    await writeFile(script, scriptOf(request, headers));
    const args = [
      "-t1",
      `-c${connections}`,
      `-d${seconds}s`,
      "--timeout",
      "30s",
      "-s",
      script,
      base + request.path,
    ];
    const { stdout } = await promisify(execFile)("/usr/bin/wrk", args);
    const said = JSON.parse(stdout.slice(stdout.lastIndexOf("{"))) as Said;
    if (said.errors > 0) throw new Error(`\`${said.errors}\` requests to \`${base}\` failed`);
    const [p50, p90, p99, p999] = said.percentiles.map((microseconds) => microseconds / 1e3);
    return {
      requestsPerSecond: (said.requests / said.microseconds) * 1e6,
      latency: { p50: p50 ?? 0, p90: p90 ?? 0, p99: p99 ?? 0, "p99.9": p999 ?? 0 },
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface Said {
  readonly requests: number;
  readonly microseconds: number;
  readonly errors: number;
  readonly percentiles: readonly number[];
}

function scriptOf(request: GatewayBench["request"], headers: GatewayBench["headers"]): string {
  const set = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
  );
  const body = request.body === null ? [] : [`wrk.body = ${JSON.stringify(request.body)}`];
  return `${[`wrk.method = "${request.method}"`, ...body, ...set].join("\n")}
function done(summary, latency, requests)
  local e = summary.errors
  local found = {}
  for _, p in ipairs({${PERCENTILES.join(", ")}}) do table.insert(found, string.format("%.0f", latency:percentile(p))) end
  io.write(string.format('{"requests":%d,"microseconds":%d,"errors":%d,"percentiles":[%s]}\\n', summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout, table.concat(found, ",")))
end
`;
}
