import { answerOf, api, type Body } from "../../../api/client.ts";
import { isDenial, problemOf } from "../../../api/problem.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { Button } from "../../../ui/button/button.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { type Figure, Figures } from "../figures.tsx";
import studio from "../studio.module.css";
import { useReport } from "../use-report.ts";
import { AffectedTable } from "./affected-table.tsx";
import { counted } from "./draft-changes.ts";
import type { Draft, DraftDiff } from "./draft-calls.ts";

type ImpactAnswer = Body<Awaited<ReturnType<typeof api.policy.impact.$post>>>;
export type Impact = Extract<ImpactAnswer, { state: "ready" }>["report"];

interface ImpactPanelProps {
  readonly draft: Draft;
  readonly diff: DraftDiff;
  readonly onTest: () => void;
}

/** What the draft changes, in cells, people and patients; then its tests. */
export function ImpactPanel({ draft, diff, onTest }: ImpactPanelProps) {
  const { cells, cellCount, others, diagnostics } = diff;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const test = (
    <Button icon="check" isDisabled={cells === null} onPress={onTest}>
      Run the tests
    </Button>
  );
  return (
    <Panel title="Who changes" actions={test}>
      {cells === null ? (
        <p>
          <Badge tone="deny" icon="warning">
            {counted(errors, "error", "errors")}
          </Badge>{" "}
          The draft does not compile, so nobody can say yet what it changes. See the diagnostics beside the
          files.
        </p>
      ) : (
        <Counted draft={draft} cells={cellCount ?? 0} others={others?.length ?? 0} />
      )}
    </Panel>
  );
}

interface CountedProps {
  readonly draft: Draft;
  readonly cells: number;
  readonly others: number;
}

function Counted({ draft, cells, others }: CountedProps) {
  const { id, version } = draft;
  const { query, progress } = useReport(
    ["policy", "impact", id, version],
    "Counting who changes",
    () => answerOf(api.policy.impact.$post({ json: { draft: id } })),
    cells + others > 0,
  );
  if (cells + others === 0)
    return <p>Nothing yet: the draft says what the policy in force says. Change a cell below.</p>;
  const cellsText = counted(cells, "cell differs", "cells differ");
  if (query.data !== undefined) return <Effect impact={query.data} />;
  if (query.error !== null) {
    const problem = problemOf(query.error);
    return (
      <p>
        {cellsText}.{" "}
        {isDenial(problem) ? (
          "Who it touches is not for your role to see."
        ) : (
          <CodedText text={`${problem.title}. ${problem.detail ?? ""}`} />
        )}
      </p>
    );
  }
  return (
    <p>
      {cellsText}. Counting people and patients{progress === null ? "" : `, ${progress.done} done`}…
    </p>
  );
}

function Effect({ impact }: { readonly impact: Impact }) {
  return (
    <>
      <Figures
        figures={[
          { value: impact.cellCount, label: impact.cellCount === 1 ? "cell differs" : "cells differ" },
          ...sideFigures(impact.byEffect.gained, "more"),
          ...sideFigures(impact.byEffect.lost, "less"),
        ]}
      />
      <p className={studio["facts"]}>
        <CodedText text={impact.sentence} /> Of {counted(impact.census.patients, "patient", "patients")} in
        all.
      </p>
      {impact.people.length > 0 && (
        <Disclosure summary={counted(impact.people.length, "person", "people")}>
          <AffectedTable impact={impact} />
        </Disclosure>
      )}
    </>
  );
}

type Affected = Impact["byEffect"]["gained"];

/** Nothing where nobody is affected. */
function sideFigures({ people, patients }: Affected, what: "more" | "less"): readonly Figure[] {
  if (people === 0) return [];
  return [
    { value: people, label: `${people === 1 ? "person" : "people"} could see ${what}` },
    {
      value: patients,
      label: `${patients === 1 ? "patient" : "patients"} in reach of whom ${what} could be seen`,
    },
  ];
}
