import { useNavigate } from "@tanstack/react-router";
import { Badge } from "../../../ui/badge/badge.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { Answered } from "../../answered.tsx";
import { exceptionsLabel } from "../entries/view.ts";
import { RecordPage } from "../record-page.tsx";
import styles from "../record.module.css";
import { CountedNote } from "../summary/counted-note.tsx";
import { type ExceptionGroup, readExceptions } from "../summary/summaries.ts";
import { SummaryFilters } from "../summary/summary-filters.tsx";
import { isNarrowed, NO_SUMMARY_VIEW } from "../summary/summary-view.ts";
import { useSummary, useSummaryView } from "../summary/use-summary.ts";

/** Break-glass and just-in-time access: as many entries as there are such events, grant by grant. */
export function Screen() {
  return (
    <RecordPage
      tab="exceptions"
      title="Exceptions"
      lead="What rests on a temporary grant, taken by breaking the glass or given just in time: grant by grant, each with its timeline."
    >
      {() => <Exceptions />}
    </RecordPage>
  );
}

function Exceptions() {
  const [view, setView] = useSummaryView();
  const navigate = useNavigate();
  const { query, onOlder, onNewer } = useSummary({
    key: ["exceptions", view.person],
    view: { ...view, way: "" },
    ask: (narrowing, after) => readExceptions(narrowing, view.person, after),
  });
  const open = ({ grants: [grant] }: ExceptionGroup): void =>
    void (grant === undefined
      ? navigate({ to: "/record", search: { exceptions: "only" } })
      : navigate({ to: `/record/grants/${encodeURIComponent(grant)}` }));
  return (
    <>
      <SummaryFilters
        view={view}
        onView={setView}
        ways={false}
        subject={{
          kind: "person",
          label: "Person",
          value: view.person,
          placeholder: "anyone",
          onChange: (person) => setView({ ...view, person }),
        }}
      />
      <Answered query={query} what="the exceptions">
        {(found) => (
          <>
            <CountedNote counted={found} onOlder={onOlder} onNewer={onNewer} />
            <p className={styles["facts"]}>{exceptionsLabel(found.exceptions)}</p>
            <DataTable<ExceptionGroup>
              label="Exceptions by grant"
              columns={
                found.groups.some(({ patients }) => patients !== undefined) ? COLUMNS : WITHOUT_PATIENTS
              }
              rows={found.groups}
              rowKey={({ grants }) => grants.join(" ")}
              onOpen={open}
              asOf={found.asOf}
              csvName="exceptions-by-grant"
              isBusy={query.isPlaceholderData}
              empty={
                isNarrowed(view) || view.person !== ""
                  ? { kind: "no-match", what: "exceptions", onClear: () => setView(NO_SUMMARY_VIEW) }
                  : {
                      kind: "none-yet",
                      title: "No exception yet",
                      text: "Nobody broke the glass, and nothing was given just in time.",
                    }
              }
            />
          </>
        )}
      </Answered>
    </>
  );
}

const grantText = ({ grants }: ExceptionGroup): string =>
  grants.length === 0 ? "no grant named" : grants.join(", ");

const COLUMNS: readonly Column<ExceptionGroup>[] = [
  { id: "grant", title: "Grant", cell: grantText, csv: grantText },
  {
    id: "kind",
    title: "Kind",
    cell: ({ kind }) =>
      kind === "break-glass" ? (
        <Badge tone="caution" icon="warning">
          Break-glass
        </Badge>
      ) : (
        <Badge>Just-in-time</Badge>
      ),
    csv: ({ kind }) => kind,
  },
  {
    id: "people",
    title: "People",
    cell: ({ people }) => people.join(", "),
    csv: ({ people }) => people.join(" "),
  },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    cell: ({ entries }) => entries,
    csv: ({ entries }) => entries,
  },
  { id: "uses", title: "Uses", align: "end", cell: ({ uses }) => uses, csv: ({ uses }) => uses },
  { id: "denied", title: "Denied", align: "end", cell: ({ denied }) => denied, csv: ({ denied }) => denied },
  {
    id: "patients",
    title: "Patients",
    align: "end",
    cell: ({ patients }) => patients ?? "",
    csv: ({ patients }) => patients ?? null,
  },
  {
    id: "events",
    title: "Acts on the grant",
    cell: ({ events }) => (events.length === 0 ? "none in the record" : events.join(", ")),
    csv: ({ events }) => events.join(" "),
  },
  {
    id: "last",
    title: "Last",
    cell: ({ last }) => <TimeText at={last} form="absolute" />,
    csv: ({ last }) => last,
  },
  {
    id: "first",
    title: "First",
    hidden: true,
    cell: ({ first }) => <TimeText at={first} form="absolute" />,
    csv: ({ first }) => first,
  },
];

const WITHOUT_PATIENTS = COLUMNS.filter(({ id }) => id !== "patients");
