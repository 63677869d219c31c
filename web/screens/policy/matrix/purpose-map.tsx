import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { Answered } from "../../answered.tsx";
import type { Purpose, PurposeSummary } from "../questions.ts";
import { Choice } from "./filters.tsx";
import { purposeColumns, type MatrixElement, ROOM } from "./matrix.ts";
import { MatrixFrame } from "./matrix-frame.tsx";
import { MatrixGrid } from "./matrix-grid.tsx";
import { PurposeCellDialog } from "./purpose-cell-dialog.tsx";
import { useRows } from "./role-matrix.tsx";
import { useMatrixView } from "./use-matrix-view.ts";
import { usePurposeMap } from "./use-purposes.ts";

interface PurposeMapProps {
  readonly purposes: readonly PurposeSummary[];
}

/** Purpose × element: needed, may be asked for, never (45 CFR 164.514(d)(2)). */
export function PurposeMap({ purposes }: PurposeMapProps) {
  const view = useMatrixView();
  const shown = purposes
    .filter(({ id }) => view.purposes.length === 0 || view.purposes.includes(id))
    .slice(0, view.purposes.length === 0 ? ROOM : undefined);
  const query = usePurposeMap(
    shown.map(({ id }) => id),
    true,
  );
  return (
    <Answered query={query} what="the purposes">
      {(read) => <LoadedMap purposes={purposes} read={read} />}
    </Answered>
  );
}

interface LoadedMapProps {
  readonly purposes: readonly PurposeSummary[];
  readonly read: readonly Purpose[];
}

function LoadedMap({ purposes, read }: LoadedMapProps) {
  const view = useMatrixView();
  const go = useNavigate();
  const columns = useMemo(() => purposeColumns(read), [read]);
  const elements = useMemo<readonly MatrixElement[]>(
    () => (read[0]?.elements ?? []).map(({ element, title, group }) => ({ id: element, title, group })),
    [read],
  );
  const rows = useRows([...elements], view);
  const [purpose = "", element = ""] = (view.cell ?? "").split("/");
  return (
    <>
      <MatrixFrame
        of="purposes"
        view={view}
        elements={elements}
        columns={columns}
        total={purposes.length}
        filters={
          <Choice
            title="Purposes"
            options={purposes.map(({ id, title }) => ({ id, label: title }))}
            shown={columns.length}
            chosen={view.purposes}
            onChoose={(ids) => view.change({ purpose: ids.join(",") })}
          />
        }
        isEmpty={rows.length === 0 || columns.length === 0}
      >
        <MatrixGrid
          label="Purpose and element"
          elements={elements}
          columns={columns}
          rows={rows}
          onGroup={view.toggle}
          onElement={(id) => void go({ to: "/policy/who", search: { element: id } })}
          onColumn={({ purpose: id }) => void go({ to: `/policy/purposes/${id}` })}
          onCell={(id, column) => view.change({ cell: `${column.id}/${id}` })}
        />
      </MatrixFrame>
      <PurposeCellDialog
        purpose={read.find(({ id }) => id === purpose) ?? null}
        element={element}
        onClose={() => view.change({ cell: null })}
      />
    </>
  );
}
