import type { api, Body } from "../../../api/client.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { Switch } from "../../../ui/field/choices.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { Icon } from "../../../ui/text/icon.tsx";
import { Figures } from "../figures.tsx";
import { percentText } from "../percent.ts";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { CoveragePlot } from "./coverage-plot.tsx";
import styles from "./tests.module.css";

type TestsAnswer = Body<Awaited<ReturnType<typeof api.policy.tests.$get>>>;
export type TestRun = Extract<TestsAnswer, { state: "ready" }>["report"];
type Suite = TestRun["suites"][number];

/** What came of the tests: counts, coverage, and every case. */
export function TestRunView({ run }: { readonly run: TestRun }) {
  const { passed, failed, coverage } = run;
  return (
    <>
      <Figures
        figures={[
          { value: passed, label: "passed" },
          { value: failed, label: "failed" },
          { value: percentText(coverage.grants.percent), label: "of grants covered" },
          { value: percentText(coverage.elements.percent), label: "of elements covered" },
        ]}
      />
      <CoveragePlot coverage={coverage} />
      <Suites suites={run.suites} />
    </>
  );
}

function Suites({ suites }: { readonly suites: readonly Suite[] }) {
  const [{ failed }, change] = useAddress();
  const only = failed === "only";
  const shown = suites.filter((suite) => !only || suite.failed > 0);
  return (
    <Panel
      title="Cases"
      plain
      actions={
        <Switch isSelected={only} onChange={(on) => change({ failed: on ? "only" : null })}>
          Only what failed
        </Switch>
      }
    >
      {shown.length === 0 ? (
        <EmptyState
          state={
            only
              ? { kind: "no-match", what: "failed cases", onClear: () => change({ failed: null }) }
              : { kind: "none-yet", title: "The policy has no tests yet", text: "Write them under `tests/`." }
          }
        />
      ) : (
        <div>
          {shown.map((suite) => (
            <Disclosure
              key={suite.file}
              summary={<SuiteHead suite={suite} />}
              defaultExpanded={suite.failed > 0}
            >
              <Cases suite={suite} only={only} />
            </Disclosure>
          ))}
        </div>
      )}
    </Panel>
  );
}

function SuiteHead({ suite }: { readonly suite: Suite }) {
  return (
    <span className={styles["suite"]}>
      <span>{suite.title}</span>
      {suite.failed > 0 ? (
        <Badge tone="deny" icon="close">
          {suite.failed} failed
        </Badge>
      ) : (
        <span className={studio["facts"]}>{suite.passed} passed</span>
      )}
    </span>
  );
}

function Cases({ suite, only }: { readonly suite: Suite; readonly only: boolean }) {
  const tests = suite.tests.filter(({ passed }) => !only || !passed);
  return (
    <ul className={studio["lines"]}>
      {tests.map(({ name, line, passed, differences }) => (
        <li key={`${line} ${name}`} className={styles["case"]}>
          <span className={passed ? styles["passed"] : styles["failed"]}>
            <Icon name={passed ? "check" : "close"} size={12} /> {passed ? "Passed" : "Failed"}
          </span>
          <span>
            {name}
            {differences.map((difference) => (
              <span key={difference} className={styles["difference"]}>
                <CodedText text={difference} />
              </span>
            ))}
          </span>
          <code className={studio["place"]}>
            {suite.file}:{line}
          </code>
        </li>
      ))}
    </ul>
  );
}
