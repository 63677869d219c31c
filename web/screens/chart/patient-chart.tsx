import { useState } from "react";
import { resourcesOf } from "../../api/fhir.ts";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import styles from "./chart.module.css";
import { columnsFor, nameOf } from "./patient-columns.ts";
import { chartTypes, type Scope } from "./scope.ts";
import { ScopePanel } from "./scope-panel.tsx";
import { ChartSection } from "./section.tsx";
import { chartSearch, usePages } from "./use-pages.ts";
import { WrittenPanel } from "./written.tsx";

/** Sections that are asked for at once; the others when they are opened, as each look is an entry. */
const OPEN_AT_FIRST = 3;

interface PatientChartProps {
  readonly scope: Scope;
  readonly patient: string;
  readonly onLeave: () => void;
}

/** The chart of the patient in view, as far as the purpose shows it. */
export function PatientChart({ scope, patient, onLeave }: PatientChartProps) {
  return (
    <Page>
      <PatientHeader scope={scope} patient={patient} onLeave={onLeave} />
      <ScopePanel scope={scope} brief />
      <div className={styles["columns"]}>
        <Sections scope={scope} patient={patient} />
        <aside className={styles["aside"]} aria-label="Beside the chart">
          <WrittenPanel />
        </aside>
      </div>
    </Page>
  );
}

function Sections({ scope, patient }: Pick<PatientChartProps, "scope" | "patient">) {
  const { usual, rare } = chartTypes(scope);
  const [withRare, setWithRare] = useState(usual.length === 0);
  const shown = withRare ? [...usual, ...rare] : usual;
  return (
    <div className={styles["sections"]}>
      {shown.map((type, at) => (
        <ChartSection
          key={type.type}
          scope={scope}
          type={type}
          patient={patient}
          openAtFirst={at < OPEN_AT_FIRST}
        />
      ))}
      {shown.length === 0 && <p>This purpose shows nothing of a chart.</p>}
      {!withRare && rare.length > 0 && (
        <div className={styles["more"]}>
          <Button kind="quiet" size="small" icon="plus" onPress={() => setWithRare(true)}>
            {rare.length === 1 ? "1 more kind of record" : `${rare.length} more kinds of record`}
          </Button>
        </div>
      )}
    </div>
  );
}

function PatientHeader({ scope, patient, onLeave }: PatientChartProps) {
  const { query } = usePages(chartSearch({ type: "Patient", members: [] }, patient));
  const found = query.data === undefined ? undefined : resourcesOf(query.data)[0];
  const others = columnsFor(scope).slice(1);
  return (
    <PageHeader
      title="Chart"
      heading={found === undefined ? "Chart" : nameOf(found)}
      lead={
        found === undefined ? undefined : (
          <span className={styles["facts"]}>
            {others.map(({ id, title, cell }) => (
              <span key={id}>
                {title} <strong>{cell(found)}</strong>
              </span>
            ))}
          </span>
        )
      }
      up={{ label: "Another patient", onPress: onLeave }}
    />
  );
}
