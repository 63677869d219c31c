import { Command, Option } from "commander";
import { readCsv, valuesOf } from "../identity/csv.ts";
import { PEOPLE_COLUMNS } from "../identity/people-import.ts";
import { AppError } from "../kernel/errors.ts";
import {
  type Finding,
  lintPolicy,
  neverUsed,
  type RoleHolder,
  type Severity,
} from "../policy/analyze/index.ts";
import { openPolicy } from "../policy/open.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { readInput } from "./input.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];
const COLUMNS = ["severity", "id", "at", "finding", "hint"];

interface Asked {
  readonly least: Severity;
  readonly roster?: string;
  readonly used?: string;
  readonly output: OutputFormat;
}

/** `policy lint`: what is odd about a policy that is valid. Exit 3 when anything is an error. */
export function lintCommand(): Command {
  return new Command("lint")
    .description(
      "what is odd about a valid policy: grants that give nothing, what nobody reaches, duties not apart",
    )
    .argument("[dir]", "the policy folder; MODICUM_POLICY, else content")
    .addOption(
      new Option("--least <severity>", "leave out what weighs less").choices(SEVERITIES).default("info"),
    )
    .option("--roster <file>", "who holds which roles, as `people import` reads it; - for stdin")
    .option("--used <file>", "rules that the record names, one a line: lists the others; - for stdin")
    .addOption(outputOption())
    .action(lintFolder);
}

async function lintFolder(dir: string | undefined, asked: Asked): Promise<void> {
  const { least, output } = asked;
  const clock = { now: () => Date.now() };
  const policy = dir === undefined ? (await openPolicyHere()).policy : await openPolicy(dir, clock);
  const findings = await findingsOf(policy, asked);
  const listed = findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least));
  print(output, COLUMNS, listed.map(rowOf), listed);
  const counts = SEVERITIES.map((severity) => countOf(findings, severity));
  tell(counts.join(", "));
  if (findings.some(({ severity }) => severity === "error")) process.exitCode = 3;
}

async function findingsOf(policy: CompiledPolicy, { roster, used }: Asked): Promise<readonly Finding[]> {
  const found = lintPolicy(policy, roster === undefined ? {} : { roster: await readRoster(roster) });
  if (used === undefined) return found;
  const rules = (await readInput(used)).split("\n").map((line) => line.trim());
  return [...found, ...neverUsed(policy, new Set(rules))];
}

function rowOf({ severity, id, at, sentence, hint }: Finding) {
  return [severity, id, at === null ? "" : `${at.file}:${at.line}`, sentence, hint];
}

function countOf(findings: readonly Finding[], severity: Severity): string {
  const count = findings.filter((finding) => finding.severity === severity).length;
  return `${count} ${severity}${count === 1 || severity === "info" ? "" : "s"}`;
}

/** @throws AppError `usage` naming the first line that cannot be read: half a roster would hide who holds what */
async function readRoster(file: string): Promise<readonly RoleHolder[]> {
  const { rows, errors } = readCsv(await readInput(file), PEOPLE_COLUMNS);
  const [first] = errors;
  if (first !== undefined) throw new AppError("usage", `\`${file}\`, line ${first.line}: ${first.message}`);
  return rows.map(({ cells }) => ({
    id: cells.get("userName") ?? "",
    roles: valuesOf(cells.get("role") ?? ""),
  }));
}
