import { readConfig } from "../config.ts";
import { systemClock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { openPolicy } from "../policy/open.ts";

/** The policy that MODICUM_POLICY names, and the instant a command counts from. */
export async function openPolicyHere(): Promise<{ readonly policy: CompiledPolicy; readonly now: number }> {
  const config = readConfig(process.env, process.cwd());
  const now = config.demo?.clockStart ?? systemClock.now();
  return { policy: await openPolicy(config.policyDir, { now: () => now }), now };
}
