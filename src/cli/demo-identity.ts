import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { readConfig } from "../config.ts";
import { demoTokens } from "../identity/demo-tokens.ts";
import { openDemoSigningKey } from "../keys/insecure/demo-signing-key.ts";
import { offsetClock, systemClock } from "../kernel/clock.ts";

/** As whom a command acts, and what for. */
export interface AsOptions {
  readonly as?: string;
  readonly purpose?: string;
  readonly case?: string;
}

export function asOptions(command: Command): Command {
  return command
    .option("--as <person>", "a person of the demo; else MODICUM_TOKEN says who")
    .option("--purpose <purpose>", "our id or the HL7 code")
    .option("--case <id>", "the case of a case-bound purpose");
}

export interface DemoTokenWish {
  readonly person: string;
  readonly purpose?: string | undefined;
  readonly caseId?: string | undefined;
  readonly system?: string | undefined;
  readonly scope?: string | undefined;
  readonly lifetimeMs?: number | undefined;
}

/** A demo token, signed with the demo's key in the data folder; production refuses. */
export async function mintDemoToken({ person, ...limits }: DemoTokenWish): Promise<string> {
  const config = readConfig(process.env, process.cwd());
  const key = await openDemoSigningKey(join(config.dataDir, "keys"), config.mode);
  const start = config.demo?.clockStart;
  const offset = start === undefined ? await serverOffset(config.dataDir) : start - systemClock.now();
  return demoTokens(key, offsetClock(offset)).mint({ personId: person, ...limits });
}

/** The running server may count by another clock; a token must hold by that one. */
async function serverOffset(dataDir: string): Promise<number> {
  const written = await readFile(join(dataDir, "server.json"), "utf8").catch(() => null);
  return written === null ? 0 : (JSON.parse(written) as { clockOffsetMs: number }).clockOffsetMs;
}
