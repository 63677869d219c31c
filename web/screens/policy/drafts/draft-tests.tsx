import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Button } from "../../../ui/button/button.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Answered } from "../../answered.tsx";
import { TestRunView } from "../tests/test-run.tsx";
import type { Draft } from "./draft-calls.ts";

interface DraftTestsProps {
  readonly draft: Draft;
  /** The version whose tests were asked for. */
  readonly tested: number | null;
  readonly onRun: () => void;
}

/** The tests of the policy, run over the draft. */
export function DraftTests({ draft, tested, onRun }: DraftTestsProps) {
  const { id, version } = draft;
  const asked = tested === version;
  const query = useAnswer(
    ["policy", "draft-tests", id, version],
    () => answerOf(api.policy.drafts[":id"].tests.$post({ param: { id } })),
    { enabled: asked },
  );
  if (!asked && query.data === undefined) {
    const action = (
      <Button kind="primary" icon="check" onPress={onRun}>
        Run the tests
      </Button>
    );
    const title = `Version ${version} is not tested yet`;
    return (
      <EmptyState
        state={{
          kind: "none-yet",
          title,
          text: "The cases of the policy, and those the draft adds, take a few seconds.",
          action,
        }}
      />
    );
  }
  return (
    <Answered query={query} what="the tests of the draft, which take a few seconds">
      {(run) => <TestRunView run={run} />}
    </Answered>
  );
}
