/** The gateway beside a plain nginx proxy and a Node proxy, in front of one upstream. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { materialOf, writeMaterial } from "./material.ts";
import type { AnswerSize, BenchRequest } from "./material.ts";
import { AS_NPM_START, startModicum } from "./modicum.ts";
import { startPlainProxy, startTunedProxy, startUpstream } from "./nginx.ts";
import { answering, freePort, start } from "./processes.ts";
import type { Running } from "./processes.ts";
import { checkAnswers } from "./same-answer.ts";
import { vectorFor } from "./view.ts";

export interface GatewayBench {
  /** Base URLs, `…/fhir` without a slash at the end. */
  readonly oursUrl: string;
  readonly nginxUrl: string;
  readonly tunedUrl: string;
  readonly nodeUrl: string;
  readonly passUrl: string;
  readonly recordUrl: string;
  readonly upstreamUrl: string;
  /** What to ask each of them; the same for all. */
  readonly request: BenchRequest;
  /** For every request to every one of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the upstream's answer, of ours. */
  readonly sizes: { readonly upstream: number; readonly ours: number };
  /** Process id of our server, for whoever watches its memory. */
  readonly pid: number;
  close(): Promise<void>;
}

/**
 * Starts an nginx that serves canned FHIR answers of about `size` KB, and in front of it: our server with its own
 * PostgreSQL, an nginx as a plain proxy and one that is tuned, a Node proxy that parses, projects and stringifies, one
 * that hands bytes on, and one that does so when an entry is durable. Checks that ours and the Node proxy show the same
 * of each record. `nodeArgs` are for our server's process.
 */
export async function startGatewayBench({
  size,
  nodeArgs = [],
}: {
  readonly size: AnswerSize;
  readonly nodeArgs?: readonly string[];
}): Promise<GatewayBench> {
  const dir = await mkdtemp(join(tmpdir(), "modicum-gateway-bench-"));
  const started: Running[] = [{ close: () => rm(dir, { recursive: true, force: true }) }];
  const close = async (): Promise<void> => {
    for (const one of started.toReversed()) await one.close();
  };
  const add = <T extends Running>(one: T): T => {
    started.push(one);
    return one;
  };
  try {
    const material = materialOf(size);
    const root = join(dir, "answers");
    await writeMaterial(material, root);
    const upstream = add(await startUpstream(join(dir, "upstream"), root));
    await answering(`${upstream.url}/fhir/metadata`);
    const proxy = add(await startPlainProxy(join(dir, "proxy"), upstream.url));
    const tuned = add(await startTunedProxy(join(dir, "tuned"), upstream.url));
    const vectorFile = join(dir, "vector");
    await writeFile(vectorFile, await vectorFor(material));
    const node = add(await startInNode("node-proxy.ts", upstream.url, vectorFile));
    const pass = add(await startInNode("pass-proxy.ts", upstream.url));
    const record = add(await startInNode("record-proxy.ts", upstream.url));
    const dataDir = join(dir, "data");
    await mkdir(dataDir);
    const ours = add(await startModicum(dataDir, upstream.url, nodeArgs));
    await Promise.all([proxy, tuned, node, pass, record].map(({ url }) => answering(`${url}/fhir/metadata`)));
    const { request } = material;
    const headers = {
      ...ours.headers,
      accept: "application/fhir+json",
      ...(request.body === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    };
    const bench = {
      oursUrl: `${ours.url}/fhir`,
      nginxUrl: `${proxy.url}/fhir`,
      tunedUrl: `${tuned.url}/fhir`,
      nodeUrl: `${node.url}/fhir`,
      passUrl: `${pass.url}/fhir`,
      recordUrl: `${record.url}/fhir`,
      upstreamUrl: `${upstream.url}/fhir`,
      request,
      headers,
      pid: ours.pid,
      close,
    };
    return { ...bench, sizes: await checkAnswers(bench) };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** One of the proxies beside this file, which takes the upstream and a port before `more`. */
async function startInNode(
  file: string,
  upstreamUrl: string,
  ...more: readonly string[]
): Promise<Running & { readonly url: string }> {
  const port = await freePort();
  const args = [
    ...AS_NPM_START,
    "--import",
    "tsx",
    join(import.meta.dirname, file),
    upstreamUrl,
    String(port),
    ...more,
  ];
  const { close } = start(process.execPath, args);
  return { url: `http://127.0.0.1:${port}`, close };
}
