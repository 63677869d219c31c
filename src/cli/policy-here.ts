import { readConfig } from "../config.ts";
import { openPolicy } from "../policy/open.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { clockHere } from "./clock.ts";

/** The folder that MODICUM_POLICY names. */
export function policyFolderHere(): string {
  return readConfig(process.env, process.cwd()).policyDir;
}

/** The policy that MODICUM_POLICY names, and the instant a command counts from. */
export async function openPolicyHere(): Promise<{ readonly policy: CompiledPolicy; readonly now: number }> {
  const config = readConfig(process.env, process.cwd());
  const clock = await clockHere(config);
  return { policy: await openPolicy(config.policyDir, clock), now: clock.now() };
}
