/** Modicum as an operator starts it, in front of the canned upstream. */
import { join } from "node:path";
import { demoTokens } from "../../src/identity/demo-tokens.ts";
import { openDemoSigningKey } from "../../src/keys/insecure/demo-signing-key.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { PERSON, PURPOSE } from "./material.ts";
import type { Served } from "./nginx.ts";
import { answering, freePort, start } from "./processes.ts";

export interface StartedModicum extends Served {
  readonly pid: number;
  /** Of a request of the person, for the purpose. */
  readonly headers: Readonly<Record<string, string>>;
}

/** With its own embedded PostgreSQL; resolves once relation facts are there. `nodeArgs` are of node: `--cpu-prof`. */
export async function startModicum(
  dataDir: string,
  upstreamUrl: string,
  nodeArgs: readonly string[] = [],
): Promise<StartedModicum> {
  const port = await freePort();
  const args = [...AS_NPM_START, ...nodeArgs, join(ROOT, "bin/modicum.mjs"), "start"];
  const { child, close } = start(process.execPath, args, {
    PORT: String(port),
    MODICUM_DATA: dataDir,
    MODICUM_FHIR_UPSTREAM: `${upstreamUrl}/fhir`,
    MODICUM_LOG_LEVEL: "error",
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answering(`${url}/readyz`);
    const key = await openDemoSigningKey(join(dataDir, "keys"), "demo");
    const token = await demoTokens(key, systemClock).mint({ personId: PERSON });
    const headers = { authorization: `Bearer ${token}`, "x-purpose-of-use": PURPOSE };
    return { url, close, pid: child.pid ?? 0, headers };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** Arguments of node, for every side that runs in it. */
export const AS_NPM_START = ["--max-semi-space-size=64"];
const ROOT = join(import.meta.dirname, "../..");
