import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";

interface Check {
  readonly entry: string;
  readonly at: string;
  readonly ok: boolean;
  readonly from: number;
  readonly until: number;
  readonly entries: number;
  readonly missing: number;
  readonly incomplete: number;
  readonly tree: string;
}

const COLUMNS = ["at", "ok", "from", "until", "entries", "missing", "incomplete", "tree", "entry"] as const;

/** `modicum log integrity`: ends with 3 when the last check failed. */
export function logIntegrityCommand(): Command {
  const command = new Command("integrity").description(
    "what the nightly checks of the record found, newest first",
  );
  return asOptions(command).addOption(outputOption()).action(showChecks);
}

async function showChecks(options: AsOptions & { readonly output: OutputFormat }): Promise<void> {
  const { as, purpose, case: caseId, output } = options;
  const reply = await call("GET", "/api/v1/record/integrity", { as, purpose, case: caseId });
  const { checks } = reply as { readonly checks: readonly Check[] };
  const rows = checks.map((check) => COLUMNS.map((column) => check[column]));
  print(output, [...COLUMNS], rows, checks);
  if (checks.length === 0) tell("no check has run yet");
  if (checks[0]?.ok === false) process.exitCode = 3;
}
