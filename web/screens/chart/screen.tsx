import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { usePatientInView } from "../../api/patient-in-view.ts";
import { isDenial, problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { type Command, useCommands } from "../../ui/commands/commands.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { ChartDenied, ChoosePurpose, NoPurpose } from "./denied.tsx";
import { PatientChart } from "./patient-chart.tsx";
import { PatientFinder } from "./patient-finder.tsx";
import { readScope, type Scope } from "./scope.ts";
import { ScopePanel } from "./scope-panel.tsx";
import { WrittenProvider } from "./written.tsx";

const TITLE = "Chart";

/** One's own chart view: what one may see for the declared purpose, of whom, and why. */
export function Screen() {
  const { session, purpose, caseId } = useSession();
  const arriving = useWantedPurpose();
  // Another person, purpose or case is another view: nothing of the one before stays.
  const view = [session.person?.id, purpose?.id, caseId].join(" ");
  return (
    <WrittenProvider key={session.person?.id}>
      {arriving && <Declaring />}
      {!arriving && purpose === null && <Unpurposed />}
      {!arriving && purpose !== null && <Viewed key={view} />}
    </WrittenProvider>
  );
}

/** The purpose that a link here came with is declared before anything is asked for. True until it is. */
function useWantedPurpose(): boolean {
  const wanted = useRouterState({ select: ({ location }) => location.state.purpose ?? null });
  const { session, purpose, declarePurpose } = useSession();
  const navigate = useNavigate();
  const pending = purpose?.id !== wanted && session.purposes.some(({ id }) => id === wanted);
  useEffect(() => {
    if (wanted === null) return;
    if (pending) declarePurpose(wanted);
    void navigate({
      to: ".",
      search: true,
      replace: true,
      state: ({ purpose: _declared, ...others }) => others,
    });
  }, [wanted, pending, declarePurpose, navigate]);
  return pending;
}

/** Until the usual purpose is declared; where none is usual, one chooses; where there is none at all, the server says so. */
function Unpurposed() {
  const { session } = useSession();
  if (session.usualPurpose !== null) return <Declaring />;
  if (session.purposes.length === 0) return <Viewed />;
  return (
    <Page>
      <PageHeader title={TITLE} />
      <ChoosePurpose />
    </Page>
  );
}

function Declaring() {
  return (
    <Page>
      <PageHeader title={TITLE} />
      <Skeleton label="Declaring a purpose" />
    </Page>
  );
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
