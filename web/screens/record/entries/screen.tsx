import { useNavigate } from "@tanstack/react-router";
import { useContext, useMemo, useState } from "react";
import { isDenial, problemOf } from "../../../api/problem.ts";
import { useSession } from "../../../api/session-context.tsx";
import { useAnswer } from "../../../api/use-answer.ts";
import { type Command, useCommands } from "../../../ui/commands/commands.tsx";
import { DenyScreen } from "../../../ui/state/deny-screen.tsx";
import { EmptyState, type Emptiness } from "../../../ui/state/empty-state.tsx";
import { Skeleton } from "../../../ui/state/skeleton.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Pager, rowsLabel } from "../../../ui/table/pager.tsx";
import { TimeContext } from "../../../ui/text/time-text.tsx";
import { RecordPage } from "../record-page.tsx";
import type { RecordRights } from "../rights.ts";
import { ExportMenu } from "./export-menu.tsx";
import { type Entry, PAGE, searchEntries } from "./entries.ts";
import { Filters } from "./filters.tsx";
import { useEntryColumns } from "./use-entry-columns.ts";
import { useView } from "./use-view.ts";
import { exceptionsLabel, isFiltered, NO_VIEW, queryOf, type View } from "./view.ts";

/** The record: who was shown what, for what, by which rule. One's own entries for everyone. */
export function Screen() {
  return (
    <RecordPage tab="entries" title="Record" lead={leadFor}>
      {({ everyone, patients }) => <Entries everyone={everyone} patients={patients} />}
    </RecordPage>
  );
}

function leadFor({ everyone }: RecordRights): string {
  return everyone
    ? "Every decision, before its answer left: who asked, for what, what came out, and by which rule."
    : "Your own entries: what you asked for, what came out, and by which rule.";
}

interface EntriesProps {
  readonly everyone: boolean;
  /** Whether one may search by patient. */
  readonly patients: boolean;
}

function Entries({ everyone, patients }: EntriesProps) {
  const [view, setView] = useView();
  const [patient, setPatient] = useState("");
  const { query, at, onNext, onPrevious } = useEntryPages(view, patient, everyone);
  const { session } = useSession();
  const columns = useEntryColumns(everyone, query.data?.entries);
  const navigate = useNavigate();
  useRecordCommands(everyone, view, setView);
  const clear = (): void => {
    setView({ ...NO_VIEW, whose: view.whose, order: view.order });
    setPatient("");
  };
  const retry = (): void => void query.refetch();
  if (query.error !== null) return <RecordFailed error={query.error} onRetry={retry} />;
  if (query.data === undefined) return <Skeleton lines={8} label="Loading the record" />;
  const { entries, exceptions, asOf } = query.data;
  return (
    <DataTable<Entry>
      label="Entries of the record"
      columns={columns}
      rows={entries}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: `/record/${id}` })}
      asOf={asOf}
      csvName="record"
      sort={{ column: "at", descending: view.order !== "oldest" }}
      onSort={({ descending }) => setView({ ...view, order: descending ? "" : "oldest" })}
      isBusy={query.isPlaceholderData}
      empty={emptiness(isFiltered(view, patient), clear)}
      filters={
        <>
          <Filters
            view={view}
            onView={setView}
            patient={patient}
            onPatient={setPatient}
            everyone={everyone}
            mayFilterPatients={patients}
            onClear={clear}
          />
          {everyone && <ExportMenu query={queryOf(view, patient, everyone)} person={session.person?.id} />}
        </>
      }
      pager={
        <Pager
          label={rowsLabel(at * PAGE, entries.length)}
          note={exceptionsLabel(exceptions)}
          onPrevious={onPrevious}
          onNext={onNext}
        />
      }
    />
  );
}

/** Page by page by the cursor of the page before; another view begins at its first page. */
function useEntryPages(view: View, patient: string, everyone: boolean) {
  const asked = queryOf(view, patient, everyone);
  const key = JSON.stringify(asked);
  const [trail, setTrail] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of: key,
    cursors: [],
  });
  const cursors = trail.of === key ? trail.cursors : [];
  const after = cursors.at(-1) ?? null;
  const { now } = useContext(TimeContext);
  const query = useAnswer(
    ["record", key, after],
    async () => ({ ...(await searchEntries(asked, after)), asOf: new Date(now()).toISOString() }),
    { keepPrevious: true },
  );
  const next = query.isPlaceholderData ? null : (query.data?.next ?? null);
  return {
    query,
    at: cursors.length,
    onNext: next === null ? undefined : () => setTrail({ of: key, cursors: [...cursors, next] }),
    onPrevious: cursors.length === 0 ? undefined : () => setTrail({ of: key, cursors: cursors.slice(0, -1) }),
  };
}

function useRecordCommands(everyone: boolean, view: View, setView: (view: View) => void): void {
  const { session } = useSession();
  const person = session.person?.id;
  const commands = useMemo<readonly Command[]>(() => {
    const show = (id: string, title: string, changed: Partial<View>): Command => ({
      id: `record.${id}`,
      title,
      group: "This screen",
      run: () => setView({ ...NO_VIEW, whose: view.whose, order: view.order, ...changed }),
    });
    return [
      show("all", "Show all entries", {}),
      show("denied", "Show what was denied", { outcome: "deny" }),
      show("exceptions", "Show break-glass and just-in-time access", { exceptions: "only" }),
      ...(everyone && person !== undefined ? [show("mine", "Show my own entries", { whose: "mine" })] : []),
      view.order === "oldest"
        ? show("newest-first", "Show the newest entries first", { ...view, order: "" })
        : show("oldest-first", "Show the oldest entries first", { ...view, order: "oldest" }),
      ...(everyone ? [show("everyone", "Show everyone’s entries", { whose: "everyone" })] : []),
    ];
  }, [everyone, person, view, setView]);
  useCommands(commands);
}

function RecordFailed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = problemOf(error);
  if (isDenial(problem)) return <DenyScreen denial={problem} />;
  return (
    <EmptyState
      state={{ kind: "not-loaded", what: "the record", why: problem.next ?? problem.title, onRetry }}
    />
  );
}

function emptiness(filtered: boolean, onClear: () => void): Emptiness {
  if (filtered) return { kind: "no-match", what: "entries", onClear };
  return {
    kind: "none-yet",
    title: "No entry yet",
    text: "An entry is written whenever something is asked for, before the answer leaves.",
  };
}
