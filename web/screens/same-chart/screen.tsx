import { useMemo, useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { type Command, useCommands } from "../../ui/commands/commands.tsx";
import { Switch } from "../../ui/field/choices.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import type { Comparison } from "./comparison.ts";
import { ComparisonTable } from "./comparison-table.tsx";
import styles from "./same-chart.module.css";
import { useComparison } from "./use-comparison.ts";

const TITLE = "Same chart, different eyes";

/** The first minute: what five people are shown of one chart, what is kept from them, and why. */
export function Screen() {
  const { query, askAgain, asking } = useComparison();
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: "same-chart.again", title: "Ask all five again", group: "This screen", keys: "r", run: askAgain },
    ],
    [askAgain],
  );
  useCommands(commands);
  return (
    <Page>
      <PageHeader
        title={TITLE}
        lead={
          <>
            Modicum stands in front of a FHIR server and gives each person the least that their job, their
            purpose and their relation to the patient justify. Here five people have just asked it for the
            same chart of a made-up patient.
          </>
        }
      />
      {query.data === undefined ? (
        <Waiting error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Compared comparison={query.data} onAskAgain={askAgain} asking={asking} />
      )}
    </Page>
  );
}

function Waiting({ error, onRetry }: { readonly error: Error | null; readonly onRetry: () => void }) {
  if (error === null) return <Skeleton lines={12} label="Five people ask for the same chart" />;
  return (
    <EmptyState
      state={{ kind: "not-loaded", what: "the comparison", why: problemOf(error).title, onRetry }}
    />
  );
}

interface ComparedProps {
  readonly comparison: Comparison;
  readonly onAskAgain: () => void;
  readonly asking: boolean;
}

function Compared({ comparison, onAskAgain, asking }: ComparedProps) {
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  return (
    <>
      <div className={styles["tools"]}>
        <Switch isSelected={onlyDifferences} onChange={setOnlyDifferences}>
          Only where they differ
        </Switch>
        <span className={styles["when"]}>
          {comparison.records} records, asked <TimeText at={comparison.askedAt} />
        </span>
        <Button icon="retry" size="small" isPending={asking} onPress={onAskAgain}>
          {asking ? "Asking…" : "Ask again"}
        </Button>
      </div>
      <ComparisonTable comparison={comparison} onlyDifferences={onlyDifferences} />
      <p className={styles["note"]}>
        This page alone tells what was withheld, under a right that the auditor of the demo has. A person’s
        own view says what their policy leaves out, never what this chart holds of it.
      </p>
      <p className={styles["note"]}>
        Nothing leaves before its entry is durable, denials included. An entry opens for the person whose it
        is, and for who may read the record: sign in as Audra.
      </p>
    </>
  );
}
