import { useState } from "react";
import { useNamedPurposes } from "../../../api/policy-titles.ts";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { dayText } from "../../../ui/text/time.ts";
import { Answered } from "../../answered.tsx";
import { startOf } from "../entries/view.ts";
import { purposeWords } from "../purpose-words.ts";
import { RecordPage } from "../record-page.tsx";
import { CountedNote } from "../summary/counted-note.tsx";
import { EntriesPanel } from "../summary/entries-panel.tsx";
import { type Activity, readActivity, talliesText, wayText } from "../summary/summaries.ts";
import { SummaryFilters } from "../summary/summary-filters.tsx";
import { isNarrowed, NO_SUMMARY_VIEW, type SummaryView } from "../summary/summary-view.ts";
import { useSummary, useSummaryView } from "../summary/use-summary.ts";
import { DaysTable } from "./days-table.tsx";
import { WeekHours } from "./week-hours.tsx";

/** What one person was shown: days, hours, purposes, patients in number, what was denied and what was an exception. */
export function Screen() {
  return (
    <RecordPage
      tab="person"
      title="What a person saw"
      lead="The entries of one person summed up: on which days and at which hours, for what, about how many patients, and what was denied."
    >
      {() => <WhatTheySaw />}
    </RecordPage>
  );
}

function WhatTheySaw() {
  const [view, setView] = useSummaryView();
  return (
    <>
      <SummaryFilters
        view={view}
        onView={setView}
        subject={{
          kind: "person",
          label: "Person",
          value: view.person,
          onChange: (person) => setView({ ...view, person }),
        }}
      />
      {view.person === "" ? (
        <EmptyState
          state={{
            kind: "none-yet",
            title: "No person chosen yet",
            text: "Choose somebody by name, or give the id that stands in the entries. It stays in no address.",
          }}
        />
      ) : (
        <ActivityOf key={view.person} view={view} onView={setView} />
      )}
    </>
  );
}

interface ActivityOfProps {
  readonly view: SummaryView;
  readonly onView: (view: SummaryView) => void;
}

function ActivityOf({ view, onView }: ActivityOfProps) {
  const { person } = view;
  const [day, setDay] = useState<string | null>(null);
  const { query, filters, onOlder, onNewer } = useSummary({
    key: ["activity", person],
    view,
    ask: (narrowing, after) => readActivity(person, narrowing, after),
  });
  return (
    <Answered query={query} what="what the person saw">
      {(found) => (
        <>
          <CountedNote counted={found} onOlder={onOlder} onNewer={onNewer} />
          {found.entries > 0 && <Sums found={found} />}
          {found.entries > 0 && <WeekHours hours={found.hours} asOf={found.asOf} />}
          <DaysTable
            days={found.days}
            asOf={found.asOf}
            isBusy={query.isPlaceholderData}
            isNarrowed={isNarrowed(view)}
            onClear={() => onView({ ...NO_SUMMARY_VIEW, person })}
            onOpen={setDay}
          />
          {day !== null && (
            <EntriesPanel
              key={day}
              title={`Entries of ${person} on ${dayText(day)}`}
              query={{
                mine: false,
                person,
                ...(filters.purpose === undefined ? {} : { purpose: filters.purpose }),
                from: startOf(day, 0),
                until: startOf(day, 1),
              }}
              onClose={() => setDay(null)}
            />
          )}
        </>
      )}
    </Answered>
  );
}

function Sums({ found }: { readonly found: Activity }) {
  const number = (value: number): string => value.toLocaleString("en-US");
  const of = (outcome: string): number => found.outcomes.find(({ name }) => name === outcome)?.entries ?? 0;
  const named = useNamedPurposes(found.purposes.length > 0);
  const exceptions = found.days.reduce((sum, day) => sum + day.exceptions, 0);
  return (
    <Panel title="In sum" plain>
      <DescriptionList
        items={[
          {
            term: "Entries",
            value: `${number(found.entries)} on ${number(found.days.length)} ${found.days.length === 1 ? "day" : "days"}`,
          },
          ...(found.patients === undefined ? [] : [{ term: "Patients", value: number(found.patients) }]),
          {
            term: "Outcome",
            value: `${number(of("permit"))} permitted, ${number(of("deny"))} denied, ${number(of("error"))} failed`,
          },
          {
            term: "Purposes",
            value: talliesText(found.purposes, (purpose) => purposeWords({ purpose }, named)),
          },
          {
            term: "How",
            value: talliesText(found.ways, (name) =>
              wayText(found.ways.find((way) => way.name === name)?.name ?? "role"),
            ),
          },
          { term: "Exceptions", value: number(exceptions) },
        ]}
      />
    </Panel>
  );
}
