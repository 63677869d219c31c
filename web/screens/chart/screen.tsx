import { useMemo } from "react";
import { usePatientInView } from "../../api/patient-in-view.ts";
import { isDenial, problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { type Command, useCommands } from "../../ui/commands/commands.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { ChartDenied, NoPurpose } from "./denied.tsx";
import { PatientChart } from "./patient-chart.tsx";
import { PatientFinder } from "./patient-finder.tsx";
import { readScope, type Scope } from "./scope.ts";
import { ScopePanel } from "./scope-panel.tsx";
import { WrittenProvider } from "./written.tsx";

const TITLE = "Chart";

/** One's own chart view: what one may see for the declared purpose, of whom, and why. */
export function Screen() {
  const { session, purpose, caseId } = useSession();
  // Another person, purpose or case is another view: nothing of the one before stays.
  const view = [session.person?.id, purpose?.id, caseId].join(" ");
  return <WrittenProvider>{purpose === null ? <Unpurposed /> : <Viewed key={view} />}</WrittenProvider>;
}

function Unpurposed() {
  const { session } = useSession();
  if (session.purposes.some(({ caseBound }) => !caseBound))
    return (
      <Page>
        <PageHeader title={TITLE} />
        <Skeleton label="Declaring a purpose" />
      </Page>
    );
  return <Viewed />;
}

function Viewed() {
  const { purpose } = useSession();
  const scope = useAnswer(["scope"], readScope);
  if (scope.data !== undefined) return <Scoped scope={scope.data} />;
  return (
    <Page>
      <PageHeader title={TITLE} />
      {scope.error === null ? (
        <Skeleton lines={6} label="Loading what you may see" />
      ) : (
        <Failed error={scope.error} purposeless={purpose === null} onRetry={() => void scope.refetch()} />
      )}
    </Page>
  );
}

interface FailedProps {
  readonly error: Error;
  readonly purposeless: boolean;
  readonly onRetry: () => void;
}

function Failed({ error, purposeless, onRetry }: FailedProps) {
  const problem = problemOf(error);
  if (isDenial(problem))
    return purposeless ? <NoPurpose problem={problem} /> : <ChartDenied problem={problem} />;
  return (
    <EmptyState
      state={{ kind: "not-loaded", what: "what you may see", why: problem.next ?? problem.title, onRetry }}
    />
  );
}

function Scoped({ scope }: { readonly scope: Scope }) {
  const [patient, showPatient] = usePatientInView();
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: "chart.another",
        title: "Find another patient",
        group: "This screen",
        keys: "f",
        run: () => showPatient(null),
      },
    ],
    [showPatient],
  );
  useCommands(commands);
  if (patient !== null)
    return <PatientChart key={patient} scope={scope} patient={patient} onLeave={() => showPatient(null)} />;
  return (
    <Page>
      <PageHeader title={TITLE} lead="What your purpose opens, and for whom. Choose a patient to see it." />
      <ScopePanel scope={scope} />
      <PatientFinder scope={scope} onShow={showPatient} />
    </Page>
  );
}
