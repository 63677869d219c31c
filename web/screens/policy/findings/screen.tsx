import { useMemo } from "react";
import { answerOf, api, type Body } from "../../../api/client.ts";
import { useTitles } from "../../../api/policy-titles.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Select } from "../../../ui/field/select.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Answered } from "../../answered.tsx";
import { Figures } from "../figures.tsx";
import { StudioPage } from "../studio-page.tsx";
import { useAddress } from "../use-address.ts";
import { findingColumns, isAboutDuties } from "./finding-columns.tsx";
import { TypeReachPanel } from "./type-reach.tsx";

type Findings = Body<Awaited<ReturnType<typeof api.policy.findings.$get>>>;

const KINDS = [
  { id: "all", label: "everything" },
  { id: "duties", label: "separation of duties" },
  { id: "rules", label: "rules and coverage" },
];
const SEVERITIES = [
  { id: "all", label: "any severity" },
  { id: "error", label: "errors" },
  { id: "warning", label: "warnings" },
  { id: "info", label: "for information" },
];

/** What the analysis finds odd about the policy, and what is reachable without anybody's approval (F171). */
export function Screen() {
  const query = useAnswer(["policy", "findings"], () =>
    answerOf(api.policy.findings.$get({ query: { limit: "1000" } })),
  );
  return (
    <StudioPage
      tab="findings"
      title="Findings"
      lead="Rules without effect, duties that are not apart, elements that nobody sees: exact, from the policy and who holds which role."
    >
      <Answered query={query} what="the findings">
        {(findings) => <Found {...findings} />}
      </Answered>
      {query.data !== undefined && <TypeReachPanel />}
    </StudioPage>
  );
}

function Found({ counts, findings }: Findings) {
  const [{ severity = "all", about = "all" }, change] = useAddress();
  const titles = useTitles();
  const columns = useMemo(() => findingColumns(titles), [titles]);
  const shown = findings
    .filter((finding) => severity === "all" || finding.severity === severity)
    .filter((finding) => about === "all" || isAboutDuties(finding) === (about === "duties"));
  return (
    <Panel title="What the analysis says" plain>
      <Figures
        figures={[
          { value: counts.error, label: "errors" },
          { value: counts.warning, label: "warnings" },
          { value: counts.info, label: "for information" },
        ]}
      />
      <DataTable
        label="Findings"
        columns={columns}
        rows={shown}
        rowKey={({ id, sentence }) => `${id} ${sentence}`}
        total={findings.length}
        csvName="policy-findings"
        filters={
          <>
            <Select
              label="Severity"
              options={SEVERITIES}
              value={severity}
              onChange={(id) => change({ severity: id })}
            />
            <Select label="About" options={KINDS} value={about} onChange={(id) => change({ about: id })} />
          </>
        }
        empty={
          findings.length === 0
            ? {
                kind: "none-yet",
                title: "Nothing was found",
                text: "Every rule has an effect, and duties are apart.",
              }
            : { kind: "no-match", what: "findings", onClear: () => change({ severity: null, about: null }) }
        }
      />
    </Panel>
  );
}
