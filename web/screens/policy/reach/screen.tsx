import { answerOf, api } from "../../../api/client.ts";
import { useTitles } from "../../../api/policy-titles.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { ComboBox } from "../../../ui/field/combo-box.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { ProgressRow } from "../../../ui/state/progress-row.tsx";
import { Answered } from "../../answered.tsx";
import { useElements } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import { TitledText } from "../titled-text.tsx";
import { useAddress } from "../use-address.ts";
import { useReport } from "../use-report.ts";
import { PeopleTable } from "./people-table.tsx";
import { ReachPlot } from "./reach-plot.tsx";
import type { ReachReport } from "./reach.ts";

/** Who reaches how much of the charts now; above all, whether anybody sees everything (F049). */
export function Screen() {
  const [{ element }, change] = useAddress();
  const query = { limit: "1000", ...(element === undefined ? {} : { element }) };
  const report = useReport(["policy", "reach", element], "Reach of everyone", () =>
    answerOf(api.policy.reach.$get({ query })),
  );
  return (
    <StudioPage
      tab="reach"
      title="Reach"
      lead="The part of all patients that each role and person can see now, by standing grants and today’s relations."
    >
      <div className={studio["filters"]}>
        <ElementChoice element={element ?? null} onChoose={(id) => change({ element: id })} />
      </div>
      {report.progress === null ? (
        <Answered query={report.query} what="the reach of everyone">
          {(value) => <Reach report={value} />}
        </Answered>
      ) : (
        <ProgressRow progress={report.progress} />
      )}
    </StudioPage>
  );
}

interface ElementChoiceProps {
  readonly element: string | null;
  readonly onChoose: (id: string | null) => void;
}

function ElementChoice({ element, onChoose }: ElementChoiceProps) {
  const elements = useElements().data?.elements;
  if (elements === undefined) return null;
  return (
    <div className={studio["wide"]}>
      <ComboBox
        label="Who sees"
        placeholder="anything at all"
        options={elements.map(({ id, title }) => ({ id, label: `${title} (${id})` }))}
        value={element}
        onChange={onChoose}
      />
    </div>
  );
}

function Reach({ report }: { readonly report: ReachReport }) {
  return (
    <>
      <Findings report={report} />
      <ReachPlot report={report} />
      <Panel title="People" plain>
        <PeopleTable report={report} />
      </Panel>
    </>
  );
}

const KINDS = {
  "everyone-sees-everyone": { tone: "deny", text: "Everyone sees everyone" },
  "chart-reached": { tone: "deny", text: "Sees charts without a clinical duty" },
  "wide-reach": { tone: "caution", text: "Sees more than half" },
} as const;

function Findings({ report: { findings } }: { readonly report: ReachReport }) {
  const titles = useTitles();
  if (findings.length === 0)
    return (
      <p>
        <Badge tone="permit" icon="check">
          Nobody sees more than half of all patients
        </Badge>
      </p>
    );
  return (
    <Panel title="Wide reach" plain>
      <ul className={studio["lines"]}>
        {findings.map(({ kind, sentence }) => (
          <li key={sentence} className={studio["filters"]}>
            <Badge tone={KINDS[kind].tone} icon="warning">
              {KINDS[kind].text}
            </Badge>
            <span>
              <TitledText text={sentence} titles={titles} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
