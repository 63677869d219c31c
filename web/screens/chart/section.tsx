import { useState } from "react";
import { resourcesOf } from "../../api/fhir.ts";
import { isDenial, problemOf } from "../../api/problem.ts";
import { recordKind } from "../../api/record-kinds.ts";
import { DenyScreen } from "../../ui/state/deny-screen.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { Pager, rowsLabel } from "../../ui/table/pager.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import styles from "./chart.module.css";
import { LeftOut } from "./left-out.tsx";
import { RecordEntry } from "./record-entry.tsx";
import type { Scope, TypeScope } from "./scope.ts";
import { CHART_PAGE, chartSearch, usePages } from "./use-pages.ts";

interface ChartSectionProps {
  readonly scope: Scope;
  readonly type: TypeScope;
  readonly patient: string;
  readonly openAtFirst: boolean;
}

/** One kind of record. It is asked for when it is opened, not before. */
export function ChartSection(props: ChartSectionProps) {
  const [open, setOpen] = useState(props.openAtFirst);
  const { type } = props.type;
  return (
    <section className={styles["section"]} aria-label={recordKind(type)}>
      <h2>
        <button
          type="button"
          className={styles["toggle"]}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevronRight" />
          {recordKind(type)}
        </button>
      </h2>
      {open && <Records {...props} />}
    </section>
  );
}

function Records({ scope, type, patient }: ChartSectionProps) {
  const { query, page, onNext, onPrevious } = usePages(chartSearch(type, patient));
  if (query.error !== null)
    return (
      <SectionFailed error={query.error} kind={recordKind(type.type)} onRetry={() => void query.refetch()} />
    );
  if (query.data === undefined) return <Skeleton lines={3} label={`Loading ${recordKind(type.type)}`} />;
  const records = resourcesOf(query.data);
  return (
    <div className={styles["body"]} aria-busy={query.isPlaceholderData}>
      {records.length === 0 ? (
        <p className={styles["soft"]}>Nothing that this purpose shows.</p>
      ) : (
        <ul className={styles["records"]}>
          {records.map((record) => (
            <RecordEntry
              key={record.id}
              record={record}
              type={type}
              scope={scope}
              openAtFirst={records.length < 3}
            />
          ))}
        </ul>
      )}
      {(onNext !== undefined || onPrevious !== undefined) && (
        <Pager
          label={rowsLabel(page * CHART_PAGE, records.length, query.data.total)}
          onPrevious={onPrevious}
          onNext={onNext}
        />
      )}
      <LeftOut type={type.type} scope={scope} />
    </div>
  );
}

interface SectionFailedProps {
  readonly error: Error;
  readonly kind: string;
  readonly onRetry: () => void;
}

function SectionFailed({ error, kind, onRetry }: SectionFailedProps) {
  const problem = problemOf(error);
  if (isDenial(problem)) return <DenyScreen denial={problem} />;
  return (
    <EmptyState
      state={{ kind: "not-loaded", what: kind.toLowerCase(), why: problem.next ?? problem.title, onRetry }}
    />
  );
}
