import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { GRPC } from "@cerbos/grpc";
import type { CheckResourcesRequest } from "@cerbos/core";
import { stringify } from "yaml";
import { getOrAdd } from "../src/decision/get-or-add.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { RELATIONS, TYPES } from "./decision-rules.ts";

/**
 * Cerbos as its documentation has it: the server from its own package with policies on disk, asked over gRPC on loopback,
 * as many resources a check as it takes at once. The outputs of the rules that were met say which fields come out.
 */
const AT_ONCE = 50;
const API_VERSION = "api.cerbos.dev/v1";
const STARTS_WITHIN_MS = 60_000;

/** One check: requests of one role for one purpose. */
export interface CerbosBatch {
  readonly call: CheckResourcesRequest;
  /** Positions of the requests, in the order of the resources. */
  readonly positions: readonly number[];
}

export interface CerbosServer {
  /** The masks of the permitted fields, in the order of the resources. */
  check(batch: CerbosBatch): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Null where there is no binary for this machine. */
export async function openCerbos(rules: readonly Rule[]): Promise<CerbosServer | null> {
  const binary = binaryPath();
  if (binary === null) return null;
  const directory = await mkdtemp(join(tmpdir(), "modicum-bench-cerbos-"));
  for (let type = 0; type < TYPES; type++)
    await writeFile(join(directory, `type-${type}.yaml`), policyText(type, rules));
  const [http, grpc] = [await freePort(), await freePort()];
  const settings = [
    `--set=server.httpListenAddr=127.0.0.1:${http}`,
    `--set=server.grpcListenAddr=127.0.0.1:${grpc}`,
    "--set=storage.driver=disk",
    `--set=storage.disk.directory=${directory}`,
    "--set=telemetry.disabled=true",
  ];
  const server = spawn(binary, ["server", "--log-level=error", ...settings], { stdio: "ignore" });
  const client = new GRPC(`127.0.0.1:${grpc}`, { tls: false });
  const close = async (): Promise<void> => {
    client.close();
    server.kill();
    await rm(directory, { recursive: true, force: true });
  };
  await started(client, server).catch(async (fault: unknown) => {
    await close();
    throw fault;
  });
  return { check: (batch) => masksOf(client, batch), close };
}

/** Requests grouped as one principal asks them. */
export function cerbosBatches(requests: readonly Asked[]): readonly CerbosBatch[] {
  const groups = new Map<string, number[]>();
  for (const [at, { role, purpose }] of requests.entries())
    getOrAdd(groups, `${role} ${purpose}`, () => []).push(at);
  return [...groups.values()].flatMap((positions) =>
    Array.from({ length: Math.ceil(positions.length / AT_ONCE) }, (_, n) =>
      batchOf(requests, positions.slice(n * AT_ONCE, (n + 1) * AT_ONCE)),
    ),
  );
}

function batchOf(requests: readonly Asked[], positions: readonly number[]): CerbosBatch {
  const asked = positions.map((at) => requests[at]).filter((one) => one !== undefined);
  const [first] = asked;
  const call = {
    principal: { id: `role-${first?.role}`, roles: [`role-${first?.role}`] },
    resources: asked.map(({ type, patient, minute, jit, relation }) => ({
      resource: {
        kind: `type-${type}`,
        id: `r${patient}`,
        attr: { minute, jit, relation: RELATIONS[relation] ?? "" },
      },
      actions: [`purpose-${first?.purpose}:standing`, `purpose-${first?.purpose}:approved`],
    })),
  };
  return { call, positions };
}

async function masksOf(client: GRPC, { call }: CerbosBatch): Promise<readonly number[]> {
  const { results } = await client.checkResources(call);
  return results.map(({ outputs }) => outputs.reduce((mask, { value }) => mask | Number(value ?? 0), 0));
}

function policyText(type: number, rules: readonly Rule[]): string {
  const own = rules.filter((rule) => rule.type === type);
  return stringify({
    apiVersion: API_VERSION,
    resourcePolicy: { version: "default", resource: `type-${type}`, rules: own.flatMap(rulesOf) },
  });
}

function rulesOf(rule: Rule): object[] {
  const relations = RELATIONS.filter((_, bit) => ((rule.relations >> bit) & 1) === 1);
  const hours = `R.attr.minute >= ${rule.from} && R.attr.minute < ${rule.until}`;
  const common = { roles: [`role-${rule.role}`], effect: "EFFECT_ALLOW" };
  const giving = (kind: string, condition: string, fields: number): object => ({
    ...common,
    actions: [`purpose-${rule.purpose}:${kind}`],
    condition: { match: { expr: condition } },
    output: { when: { ruleActivated: String(fields) } },
  });
  return [
    giving("standing", `${hours} && R.attr.relation in ${JSON.stringify(relations)}`, rule.fields),
    giving("approved", "R.attr.jit", rule.jitFields),
  ];
}

/** It is installed beside the other peers that come as binaries: `npm ci --prefix bench/peers`. */
function binaryPath(): string | null {
  const peers = createRequire(new URL("./peers/package.json", import.meta.url));
  try {
    return peers.resolve(`@cerbos/cerbos-${process.platform}-${process.arch}`);
  } catch {
    return null;
  }
}

async function started(client: GRPC, server: ChildProcess): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < until) {
    if (server.exitCode !== null) throw new Error("cerbos ended");
    const up = await client.serverInfo().then(
      () => true,
      () => false,
    );
    if (up) return;
    await wait(100);
  }
  throw new Error("cerbos does not answer");
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
