import { coverage, type SuiteCoverage } from "../../decision/suite/coverage.ts";
import { readFixtures } from "../../decision/suite/fixtures.ts";
import { runSuite } from "../../decision/suite/run.ts";
import type { SuiteResult } from "../../decision/suite/types.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import { hasErrors } from "../../policy/diagnostics.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import type { LocalBench } from "../../policy/drafts/local-bench.ts";
import type { PolicyEdit } from "../../policy/edit/types.ts";
import { suitesIn } from "../../policy/load.ts";
import type { PolicyFile } from "../../policy/types.ts";

/** What is asked of the bench; plain data, since it crosses to another thread. */
export type BenchTask =
  | { readonly kind: "edit"; readonly files: readonly PolicyFile[]; readonly edit: PolicyEdit }
  | {
      readonly kind: "compare";
      readonly before: readonly PolicyFile[];
      readonly after: readonly PolicyFile[];
    }
  | {
      readonly kind: "test";
      readonly files: readonly PolicyFile[];
      readonly fixtures: readonly PolicyFile[];
    };

/** The policy tests of a policy, run; or what keeps it from being compiled. */
export type TestOutcome = Result<
  { readonly results: readonly SuiteResult[]; readonly coverage: SuiteCoverage },
  readonly Diagnostic[]
>;

/** Does tasks where it stands. */
export function createTaskRunner(bench: LocalBench): (task: BenchTask) => Promise<unknown> {
  return async (task) => {
    if (task.kind === "edit") return bench.edit(task.files, task.edit);
    if (task.kind === "compare") return bench.compare(task.before, task.after);
    return testPolicy(task.files, task.fixtures);
  };

  function testPolicy(files: readonly PolicyFile[], fixtureFiles: readonly PolicyFile[]): TestOutcome {
    const { policy, diagnostics } = bench.validate(files);
    if (policy === null) return err(diagnostics.filter(({ severity }) => severity === "error"));
    const suites = suitesIn(files);
    if (!suites.ok && hasErrors(suites.error)) return suites;
    const fixtures = readFixtures(fixtureFiles);
    const results = (suites.ok ? suites.value : []).map((suite) => runSuite(policy, suite, fixtures));
    return ok({ results, coverage: coverage(policy, results) });
  }
}
