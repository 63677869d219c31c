import { useState } from "react";
import { type FhirResource, resourcesOf } from "../../api/fhir.ts";
import { isDenial, problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import type { Emptiness } from "../../ui/state/empty-state.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Pager, rowsLabel } from "../../ui/table/pager.tsx";
import styles from "./chart.module.css";
import { ChartDenied } from "./denied.tsx";
import { NO_TERMS, parametersOf, type Terms, termsFor } from "./finder-terms.ts";
import { columnsFor } from "./patient-columns.ts";
import type { Scope } from "./scope.ts";
import { usePages } from "./use-pages.ts";

const PAGE = 20;

interface PatientFinderProps {
  readonly scope: Scope;
  readonly onShow: (patient: string) => void;
}

/** The patients whom one reaches for this purpose; searched by POST, by what the purpose shows of them. */
export function PatientFinder({ scope, onShow }: PatientFinderProps) {
  const [terms, setTerms] = useState<Terms>(NO_TERMS);
  const { query, page, onNext, onPrevious } = usePages({
    type: "Patient",
    parameters: { _count: PAGE, ...parametersOf(terms) },
    what: "Patients you reach",
  });
  const retry = (): void => void query.refetch();
  const patients = query.data === undefined ? [] : resourcesOf(query.data);
  return (
    <Panel title="Patients you reach" plain>
      {termsFor(scope).length > 0 && <FinderForm scope={scope} onFind={setTerms} />}
      {query.error !== null ? (
        <FinderFailed error={query.error} onRetry={retry} />
      ) : query.data === undefined ? (
        <Skeleton lines={6} label="Loading the patients you reach" />
      ) : (
        <DataTable<FhirResource>
          label="Patients"
          columns={columnsFor(scope)}
          rows={patients}
          rowKey={({ id }) => id ?? ""}
          onOpen={({ id }) => id !== undefined && onShow(id)}
          total={query.data.total ?? null}
          isBusy={query.isPlaceholderData}
          empty={emptiness(terms, scope, () => setTerms(NO_TERMS))}
          pager={
            <Pager
              label={rowsLabel(page * PAGE, patients.length, query.data.total)}
              onPrevious={onPrevious}
              onNext={onNext}
            />
          }
        />
      )}
    </Panel>
  );
}

function FinderFailed({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = problemOf(error);
  if (isDenial(problem)) return <ChartDenied problem={problem} />;
  return (
    <EmptyState
      state={{ kind: "not-loaded", what: "patients", why: problem.next ?? problem.title, onRetry }}
    />
  );
}

function emptiness(terms: Terms, scope: Scope, onClear: () => void): Emptiness {
  if (Object.keys(parametersOf(terms)).length > 0) return { kind: "no-match", what: "patients", onClear };
  return {
    kind: "none-yet",
    title: "Nobody is within your reach now",
    text: `You reach patients by: ${scope.records.map(({ title }) => title.toLowerCase()).join(", ")}.`,
  };
}

interface FinderFormProps {
  readonly scope: Scope;
  readonly onFind: (terms: Terms) => void;
}

function FinderForm({ scope, onFind }: FinderFormProps) {
  const [terms, setTerms] = useState<Terms>(NO_TERMS);
  return (
    <form
      role="search"
      aria-label="Find a patient"
      className={styles["finder"]}
      onSubmit={(event) => {
        event.preventDefault();
        onFind(terms);
      }}
    >
      {termsFor(scope).map(({ id, element: _searched, ...field }) => (
        <TextField
          key={id}
          {...field}
          autoComplete="off"
          value={terms[id]}
          onChange={(text) => setTerms({ ...terms, [id]: text })}
        />
      ))}
      <Button type="submit" kind="primary" icon="search">
        Find
      </Button>
    </form>
  );
}
