import { answerOf, api } from "../../../api/client.ts";
import { ProgressRow } from "../../../ui/state/progress-row.tsx";
import { Answered } from "../../answered.tsx";
import { StudioPage } from "../studio-page.tsx";
import { useReport } from "../use-report.ts";
import { TestRunView } from "./test-run.tsx";

/** The tests of the policy in force, and what of it they cover. */
export function Screen() {
  const { query, progress } = useReport(["policy", "tests"], "The tests of the policy", () =>
    answerOf(api.policy.tests.$get()),
  );
  return (
    <StudioPage
      tab="tests"
      title="Tests"
      lead="Cases written with the policy: who asks for what, and what must come out. What no case lists must be denied."
    >
      {progress === null ? (
        <Answered query={query} what="the tests">
          {(run) => <TestRunView run={run} />}
        </Answered>
      ) : (
        <ProgressRow progress={progress} />
      )}
    </StudioPage>
  );
}
