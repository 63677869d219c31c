/** Rounds of load on the gateway and its peers in turn, before one upstream. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { AnswerSize } from "./gateway/material.ts";
import { answering } from "./gateway/processes.ts";
import { startNjsProxy } from "./gateway/njs.ts";
import { type GatewayBench, startGatewayBench } from "./gateway/setting.ts";
import { underLoad } from "./gateway/wrk.ts";
import { median } from "./harness/compare.ts";
import type { BenchSettings, Measured, Skipped } from "./harness/types.ts";

export type Peer = "nginx" | "tuned" | "node" | "pass" | "record" | "njs";

const CONNECTIONS = 32;
const SECONDS = 3;
const QUICK_SECONDS = 1;
/** Rounds shorter than this are only a look. */
const QUICK_MS = 100;

interface SizeRounds {
  /** Answers a second in each round, by side; empty for a side that is not installed. */
  readonly perSecond: Readonly<Record<"ours" | Peer, readonly number[]>>;
  /** CPU of our server's process for one answer, microseconds. */
  readonly cpuMicroseconds: number;
  readonly sizes: GatewayBench["sizes"];
}

const measured = new Map<AnswerSize, Promise<SizeRounds>>();

/** Ours against a peer at a size; the rounds of a size serve all its peers. */
export async function gatewayAgainst(
  peer: Peer,
  size: AnswerSize,
  settings: BenchSettings,
): Promise<Measured | Skipped> {
  const rounds = measured.get(size) ?? roundsOf(size, settings);
  measured.set(size, rounds);
  const { perSecond, cpuMicroseconds, sizes } = await rounds;
  if (perSecond[peer].length === 0) return { skipped: `${peer} is not installed` };
  const ratios = perSecond.ours.map((ours, at) => ours / (perSecond[peer][at] ?? Number.NaN));
  const each = cpuMicroseconds.toFixed(0);
  const httpAlone = median(perSecond.pass).toFixed(0);
  const recorded = median(perSecond.record);
  const ofPeer = (recorded / median(perSecond[peer])).toFixed(2);
  return {
    ratio: median(ratios),
    cpuRatio: null,
    ours: median(perSecond.ours),
    theirs: median(perSecond[peer]),
    rounds: ratios.length,
    notes: [
      `${CONNECTIONS} connections kept alive, ${sizes.upstream} bytes from the upstream, ${sizes.ours} bytes from us; load generator, upstream and PostgreSQL on the same cores`,
    ],
    bound: `${each} µs of CPU an answer in our one process, PostgreSQL's not counted, on cores that all share; a Node process that does nothing but HTTP answers ${httpAlone} a second, one that also writes an entry of the record ${recorded.toFixed(0)}, which is ${ofPeer} of this peer`,
  };
}

async function roundsOf(size: AnswerSize, settings: BenchSettings): Promise<SizeRounds> {
  const bench = await startGatewayBench({ size });
  const dir = await mkdtemp(join(tmpdir(), "modicum-njs-"));
  const shown = await textFrom(bench.nodeUrl, bench);
  const njs = size === 1 ? null : await startNjsProxy(dir, bench.upstreamUrl, shown);
  const perSecond: Record<"ours" | Peer, number[]> = {
    ours: [],
    nginx: [],
    tuned: [],
    node: [],
    pass: [],
    record: [],
    njs: [],
  };
  const sides: (readonly ["ours" | Peer, string])[] = [
    ["ours", bench.oursUrl],
    ["nginx", bench.nginxUrl],
    ["tuned", bench.tunedUrl],
    ["node", bench.nodeUrl],
    ["pass", bench.passUrl],
    ["record", bench.recordUrl],
  ];
  if (njs !== null) sides.push(["njs", `${njs.url}/fhir`]);
  const seconds = settings.roundMs < QUICK_MS ? QUICK_SECONDS : SECONDS;
  const cpu: number[] = [];
  const runOne = async (side: keyof typeof perSecond, url: string): Promise<void> => {
    const before = await cpuMicrosecondsOf(bench.pid);
    const { requestsPerSecond } = await underLoad(url, bench, { connections: CONNECTIONS, seconds });
    perSecond[side].push(requestsPerSecond);
    if (side === "ours")
      cpu.push(((await cpuMicrosecondsOf(bench.pid)) - before) / requestsPerSecond / seconds);
  };
  try {
    if (njs !== null) await checkSame(`${njs.url}/fhir`, bench, shown);
    // Uncounted: code is compiled, connections and caches come about.
    for (const [, url] of sides)
      await underLoad(url, bench, { connections: CONNECTIONS, seconds: 2 * seconds });
    for (let round = 0; round < Math.max(7, settings.rounds); round++)
      for (const [side, url] of round % 2 === 0 ? sides : sides.toReversed()) await runOne(side, url);
  } finally {
    await njs?.close();
    await bench.close();
    await rm(dir, { recursive: true, force: true });
  }
  return { perSecond, cpuMicroseconds: median(cpu), sizes: bench.sizes };
}

async function textFrom(
  base: string,
  { request, headers }: Pick<GatewayBench, "request" | "headers">,
): Promise<string> {
  const { method, path, body } = request;
  return (await fetch(base + path, { method, headers, body })).text();
}

/** @throws Error unless the njs proxy shows what the Node proxy does, which was compared with ours before */
async function checkSame(base: string, bench: GatewayBench, shown: string): Promise<void> {
  await answering(`${base}/metadata`);
  const found = JSON.parse(await textFrom(base, bench)) as unknown;
  if (!isDeepStrictEqual(found, JSON.parse(shown))) throw new Error("the njs proxy shows something else");
}

/** What the kernel has counted for a process so far (proc(5), `utime` and `stime`; ticks of 10 ms). NaN elsewhere. */
async function cpuMicrosecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
