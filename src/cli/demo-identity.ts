import { join } from "node:path";
import type { Command } from "commander";
import { readConfig } from "../config.ts";
import { demoTokens } from "../identity/demo-tokens.ts";
import { openDemoSigningKey } from "../keys/insecure/demo-signing-key.ts";
import { clockHere } from "./clock.ts";

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
  readonly clientId?: string | undefined;
  readonly patient?: string | undefined;
  readonly lifetimeMs?: number | undefined;
}

/** A demo token, signed with the demo's key in the data folder; production refuses. */
export async function mintDemoToken({ person, ...limits }: DemoTokenWish): Promise<string> {
  const config = readConfig(process.env, process.cwd());
  const key = await openDemoSigningKey(join(config.dataDir, "keys"), config.mode);
  return demoTokens(key, await clockHere(config)).mint({ personId: person, ...limits });
}
