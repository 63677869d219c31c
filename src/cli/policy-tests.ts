import { coverage, type SuiteCoverage } from "../decision/suite/coverage.ts";
import { readFixtures } from "../decision/suite/fixtures.ts";
import { runSuite } from "../decision/suite/run.ts";
import type { SuiteResult } from "../decision/suite/types.ts";
import { AppError } from "../kernel/errors.ts";
import {
  compilePolicy,
  diagnosticLines,
  loadSuites,
  readFixtureFiles,
  readPolicyFiles,
} from "../policy/index.ts";

/**
 * Runs every test suite of a policy folder over the fixtures beside them.
 * @throws AppError `policy_invalid` when the policy or a suite cannot be read
 */
export async function runPolicyTests(
  dir: string,
): Promise<{ readonly results: readonly SuiteResult[]; readonly coverage: SuiteCoverage }> {
  const files = await readPolicyFiles(dir);
  if (!files.ok) throw invalid(diagnosticLines(files.error));
  const compiled = compilePolicy(files.value, Date.now());
  if (!compiled.ok) throw invalid(diagnosticLines(compiled.error));
  const suites = await loadSuites(dir);
  if (!suites.ok) throw invalid(diagnosticLines(suites.error));
  const fixtures = readFixtures(await readFixtureFiles(dir));
  const results = suites.value.map((suite) => runSuite(compiled.value, suite, fixtures));
  return { results, coverage: coverage(compiled.value, results) };
}

function invalid(lines: readonly string[]): AppError {
  const more = lines.length > 1 ? `, and ${lines.length - 1} more` : "";
  return new AppError("policy_invalid", `${lines[0] ?? "the policy cannot be read"}${more}`, {
    hint: "`modicum policy validate` lists them all",
  });
}
