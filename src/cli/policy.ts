import { readFile, writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { Command } from "commander";
import { readConfig } from "../config.ts";
import type { SuiteCoverage, Measure } from "../decision/suite/coverage.ts";
import { AppError } from "../kernel/errors.ts";
import { diagnosticLines, formatPolicyFile, readPolicyFiles, validatePolicy } from "../policy/index.ts";
import { gapsCommand } from "./gaps.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { analysisCommands } from "./policy-analysis.ts";
import { postureCommands } from "./policy-access.ts";
import { exportCommand } from "./policy-export.ts";
import { segmentsCommand } from "./policy-segments.ts";
import { runPolicyTests } from "./policy-tests.ts";

export function policyCommand(): Command {
  const policy = new Command("policy").description(
    "the policy: YAML that a privacy officer can read and sign",
  );
  const validate = new Command("validate")
    .description("everything that is wrong with it, at once: file:line:column")
    .argument("[dir]", "the policy folder; MODICUM_POLICY, else content")
    .action(validateFolder);
  const test = new Command("test")
    .description("run its tests: unlisted is denied, the clock stands")
    .argument("[dir]", "the policy folder")
    .option("--coverage", "which grants and elements no test exercises")
    .addOption(outputOption())
    .action(testFolder);
  const format = new Command("format")
    .description("write its files in the canonical form; comments stay")
    .argument("[dir]", "the policy folder")
    .option("--check", "change nothing, and fail when a file would change")
    .action(formatFolder);
  const commands = [
    validate,
    test,
    format,
    gapsCommand(),
    exportCommand(),
    segmentsCommand(),
    ...analysisCommands(),
    ...postureCommands(),
  ];
  return commands.reduce((all, command) => all.addCommand(command), policy);
}

async function validateFolder(dir: string | undefined): Promise<void> {
  const folder = folderOf(dir);
  const report = validatePolicy(await filesOf(folder), Date.now());
  for (const line of diagnosticLines(report.diagnostics)) process.stdout.write(`${line}\n`);
  if (report.policy === null) {
    process.exitCode = 3;
    return;
  }
  const { roles, purposes, catalogue, hash } = report.policy;
  tell(
    `${folder} is valid: ${roles.size} roles, ${purposes.size} purposes, ${catalogue.elements.length} elements; ${hash.slice(0, 12)}`,
  );
}

async function testFolder(
  dir: string | undefined,
  options: { readonly coverage?: boolean; readonly output: OutputFormat },
): Promise<void> {
  const { results, coverage } = await runPolicyTests(folderOf(dir));
  const failed = results.flatMap((suite) => suite.tests.filter((test) => !test.passed));
  for (const test of failed) {
    tell(`${test.at.file}:${test.at.line}: ${test.name}`);
    for (const difference of test.differences) tell(`    ${difference}`);
  }
  const rows = results.map(({ file, title, passed, failed: lost }) => [file, title, passed, lost]);
  print(
    options.output,
    ["file", "suite", "passed", "failed"],
    rows,
    options.coverage ? { results, coverage } : { results },
  );
  if (options.coverage) tellCoverage(coverage);
  const passed = results.reduce((sum, suite) => sum + suite.passed, 0);
  tell(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 3;
}

function tellCoverage(coverage: SuiteCoverage): void {
  tellMeasure("grants", coverage.grants);
  tellMeasure("outbound rules and exemptions", coverage.outbound);
  tellMeasure("elements", coverage.elements);
}

function tellMeasure(what: string, { covered, total, percent, untested }: Measure): void {
  const rest = untested.length > 0 ? `; not tested: ${untested.join(" ")}` : "";
  tell(`${what}: ${covered} of ${total} (${Number(percent.toFixed(1))}%)${rest}`);
}

async function formatFolder(dir: string | undefined, options: { readonly check?: boolean }): Promise<void> {
  let unformatted = 0;
  for (const file of await filesOf(folderOf(dir))) {
    const formatted = formatPolicyFile(file);
    if (!formatted.ok) {
      for (const line of diagnosticLines(formatted.error)) tell(line);
      process.exitCode = 3;
    } else if (formatted.value !== file.text) {
      unformatted += 1;
      process.stdout.write(`${file.path}\n`);
      if (!options.check) await writeIfUnchanged(file.path, file.text, formatted.value);
    }
  }
  if (unformatted > 0 && options.check) process.exitCode = 3;
}

/** Somebody may have edited the file meanwhile; their edit wins. */
async function writeIfUnchanged(path: string, before: string, after: string): Promise<void> {
  if ((await readFile(path, "utf8")) !== before) {
    throw new AppError("conflict", `\`${path}\` changed meanwhile`, { hint: "run the command again" });
  }
  await writeFile(path, after);
}

function folderOf(dir: string | undefined): string {
  const folder = dir ?? readConfig(process.env, process.cwd()).policyDir;
  return relative(process.cwd(), folder) || folder;
}

async function filesOf(dir: string) {
  const files = await readPolicyFiles(dir);
  if (files.ok) return files.value;
  throw new AppError("policy_invalid", diagnosticLines(files.error)[0] ?? `\`${dir}\` cannot be read`);
}
