import { type ReactNode, useContext } from "react";
import { useOverview } from "../../../api/policy-titles.ts";
import { Button, IconButton } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { downloadCsv, toCsv } from "../../../ui/table/csv.ts";
import { TimeContext, TimeText } from "../../../ui/text/time-text.tsx";
import studio from "../studio.module.css";
import { FindElement } from "./filters.tsx";
import { Legend } from "./marks.tsx";
import { byGroup, matrixCsv, type MatrixColumn, type MatrixElement, ROOM } from "./matrix.ts";
import type { MatrixView } from "./use-matrix-view.ts";

interface MatrixFrameProps {
  readonly of: "roles" | "purposes";
  readonly view: MatrixView;
  readonly elements: readonly MatrixElement[];
  readonly columns: readonly MatrixColumn[];
  /** Columns there are without a choice. */
  readonly total: number;
  /** False where roles and purposes have pages of their own. */
  readonly switchable?: boolean;
  readonly filters: ReactNode;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
}

/** Filters and the legend above, counts below, the download. */
export function MatrixFrame(props: MatrixFrameProps) {
  const { of, view, elements, columns, total, filters, isEmpty, children, switchable = true } = props;
  return (
    <>
      <div className={studio["filters"]}>
        {switchable && <ViewSelect of={of} view={view} />}
        <FindElement value={view.find} onChange={(find) => view.change({ find })} />
        {filters}
        <div className={studio["end"]}>
          <OpenAll view={view} elements={elements} />
          <Download elements={elements} columns={columns} of={of} />
        </div>
      </div>
      {total > ROOM && view.roles.length + view.purposes.length === 0 && (
        <p className={studio["facts"]}>
          {columns.length} of {total} columns are shown. Choose roles or purposes to see the others.
        </p>
      )}
      {isEmpty ? (
        <EmptyState
          state={{
            kind: "no-match",
            what: columns.length === 0 ? "columns" : "elements",
            onClear: () => view.change({ find: null, role: null, purpose: null, only: null }),
          }}
        />
      ) : (
        <>
          <Legend of={of} />
          {children}
        </>
      )}
      <p className={studio["facts"]}>
        {elements.length} elements,{" "}
        {columns.length === total ? `${total} columns` : `${columns.length} of ${total} columns`}
        <Version />
      </p>
    </>
  );
}

/** Which policy is shown, and as of when. */
function Version() {
  const policy = useOverview().data;
  if (policy === undefined) return null;
  return (
    <>
      , policy <code title={policy.hash}>{policy.hash.slice(0, 12)}</code> as of{" "}
      <TimeText at={policy.loadedAt} form="absolute" />
    </>
  );
}

/** The same matrix with roles or with purposes in its columns. */
function ViewSelect({ of, view }: Pick<MatrixFrameProps, "of" | "view">) {
  return (
    <Select
      label="Columns"
      value={of}
      onChange={(id) => view.change({ view: id === "purposes" ? id : null, purpose: null, cell: null })}
      options={[
        { id: "roles", label: "What roles see" },
        { id: "purposes", label: "What purposes say" },
      ]}
    />
  );
}

function OpenAll({ view, elements }: Pick<MatrixFrameProps, "view" | "elements">) {
  const groups = [...byGroup(elements).keys()];
  const isOpen = view.open.size === groups.length;
  return (
    <Button onPress={() => view.openOnly(isOpen ? [] : groups)}>
      {isOpen ? "Close all groups" : "Open all groups"}
    </Button>
  );
}

function Download({ elements, columns, of }: Pick<MatrixFrameProps, "elements" | "columns" | "of">) {
  const { now } = useContext(TimeContext);
  const save = (): void => downloadCsv(`policy-matrix-${of}`, toCsv(...matrixCsv(elements, columns)), now());
  return <IconButton icon="download" label="Download the matrix as CSV" onPress={save} />;
}
