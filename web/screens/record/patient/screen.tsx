import { useState } from "react";
import { usePatientInView } from "../../../api/patient-in-view.ts";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Answered } from "../../answered.tsx";
import { RecordPage } from "../record-page.tsx";
import { CountedNote } from "../summary/counted-note.tsx";
import { EntriesPanel } from "../summary/entries-panel.tsx";
import { readViewers, type SummaryFilters as Filters, type Viewer } from "../summary/summaries.ts";
import { SummaryFilters } from "../summary/summary-filters.tsx";
import { isNarrowed, NO_SUMMARY_VIEW, type SummaryView } from "../summary/summary-view.ts";
import { useSummary, useSummaryView } from "../summary/use-summary.ts";
import { ViewerDays } from "./viewer-days.tsx";
import { viewerKey, viewerName, ViewersTable } from "./viewers-table.tsx";

/** Who opened one patient's chart: one row a person, from the record alone. The patient is in no address and no title. */
export function Screen() {
  return (
    <RecordPage
      tab="patient"
      title="Who saw a patient"
      lead="Everyone whose entries are about one patient: when, how often, for what, and by which right. That you look is an entry too."
    >
      {() => <WhoSaw />}
    </RecordPage>
  );
}

function WhoSaw() {
  const [patient, setPatient] = usePatientInView();
  const [view, setView] = useSummaryView();
  return (
    <>
      <SummaryFilters
        view={view}
        onView={setView}
        subject={{
          kind: "patient",
          label: "Patient (id)",
          value: patient ?? "",
          onChange: (id) => setPatient(id === "" ? null : id),
        }}
      />
      {patient === null ? (
        <EmptyState
          state={{
            kind: "none-yet",
            title: "No patient chosen yet",
            text: "Give the id of a patient. It stays on this page: in no address, title or history of the browser’s.",
          }}
        />
      ) : (
        <ViewersOf key={patient} patient={patient} view={view} onView={setView} />
      )}
    </>
  );
}

interface ViewersOfProps {
  readonly patient: string;
  readonly view: SummaryView;
  readonly onView: (view: SummaryView) => void;
}

function ViewersOf({ patient, view, onView }: ViewersOfProps) {
  const [opened, setOpened] = useState<Viewer | null>(null);
  const { query, filters, onOlder, onNewer } = useSummary({
    key: ["viewers", patient],
    view,
    ask: (narrowing, after) => readViewers(patient, narrowing, after),
  });
  return (
    <Answered query={query} what="who saw the patient">
      {(found) => (
        <>
          <CountedNote counted={found} onOlder={onOlder} onNewer={onNewer} />
          {found.days.length > 0 && <ViewerDays days={found.days} asOf={found.asOf} />}
          <ViewersTable
            viewers={found.viewers}
            asOf={found.asOf}
            isBusy={query.isPlaceholderData}
            isNarrowed={isNarrowed(view)}
            onClear={() => onView(NO_SUMMARY_VIEW)}
            onOpen={setOpened}
          />
          {opened !== null && (
            <EntriesPanel
              key={viewerKey(opened)}
              title={`Entries of ${viewerName(opened)} about this patient`}
              query={entriesQuery(patient, opened, filters)}
              only={({ person }) => person === opened.person}
              onClose={() => setOpened(null)}
            />
          )}
        </>
      )}
    </Answered>
  );
}

function entriesQuery(patient: string, { person, source }: Viewer, filters: Filters) {
  const { zone: _zone, way, ...narrowing } = filters;
  const isException = way === "jit" || way === "break-glass";
  return {
    mine: false,
    patient,
    ...(person === null ? {} : { person }),
    ...(source === null ? {} : { system: source }),
    ...(isException ? { exceptions: true as const } : {}),
    ...narrowing,
  };
}
