import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { Select } from "../../../ui/field/select.tsx";
import { useOverview } from "../../../api/policy-titles.ts";
import { type MatrixAnswer } from "../questions.ts";
import { useAddress } from "../use-address.ts";
import { CellDialog } from "./cell-dialog.tsx";
import { Choice } from "./filters.tsx";
import {
  chosenColumns,
  type MatrixColumn,
  type MatrixElement,
  matrixRows,
  roleColumns,
  ROOM,
} from "./matrix.ts";
import { MatrixFrame } from "./matrix-frame.tsx";
import { MatrixGrid } from "./matrix-grid.tsx";
import { type MatrixView, useMatrixView } from "./use-matrix-view.ts";

/** Role × purpose × element: in which form each is shown. */
export function RoleMatrix({ matrix }: { readonly matrix: MatrixAnswer }) {
  const view = useMatrixView();
  const go = useNavigate();
  const all = useMemo(() => roleColumns(matrix), [matrix]);
  const columns = useChosenColumns(all, view);
  const rows = useRows(matrix.elements, view);
  return (
    <>
      <MatrixFrame
        of="roles"
        view={view}
        elements={matrix.elements}
        columns={columns}
        total={all.length}
        filters={
          <>
            <RoleFilters all={all} shown={columns} view={view} />
            <SegmentSelect />
          </>
        }
        isEmpty={rows.length === 0 || columns.length === 0}
      >
        <MatrixGrid
          label="Role, purpose and element"
          elements={matrix.elements}
          columns={columns}
          rows={rows}
          onGroup={view.toggle}
          onElement={(element) => void go({ to: "/policy/who", search: { element } })}
          onColumn={({ role }) => void go({ to: `/policy/roles/${role ?? ""}` })}
          onCell={(element, { id }) => view.change({ cell: `${id}/${element}` })}
        />
      </MatrixFrame>
      <CellDialog cell={view.cell} onClose={() => view.change({ cell: null })} />
    </>
  );
}

/** The columns of the choice; the same list as long as the choice is the same. */
export function useChosenColumns(all: readonly MatrixColumn[], view: MatrixView) {
  const choice = JSON.stringify([view.roles, view.purposes]);
  return useMemo(() => {
    const [roles, purposes] = JSON.parse(choice) as [string[], string[]];
    return chosenColumns(all, { roles, purposes }, ROOM);
  }, [all, choice]);
}

/** The rows of the choice; the same list as long as the choice is the same. `changed`: elements to mark; memoize. */
export function useRows(
  elements: readonly MatrixElement[],
  { find, open }: MatrixView,
  changed?: ReadonlySet<string>,
) {
  const opened = [...open].join(",");
  return useMemo(
    () => matrixRows(elements, { find, open: new Set(opened.split(",")), ...(changed && { changed }) }),
    [elements, find, opened, changed],
  );
}

interface RoleFiltersProps {
  readonly all: readonly MatrixColumn[];
  readonly shown: readonly MatrixColumn[];
  readonly view: MatrixView;
}

/** Which roles and purposes have a column. */
export function RoleFilters({ all, shown, view }: RoleFiltersProps) {
  return (
    <>
      <Choice
        title="Roles"
        options={distinct(all.map(({ role, title }) => ({ id: role ?? "", label: title })))}
        shown={new Set(shown.map(({ role }) => role)).size}
        chosen={view.roles}
        onChoose={(ids) => view.change({ role: ids.join(",") })}
      />
      <Choice
        title="Purposes"
        options={distinct(all.map(({ purpose, note }) => ({ id: purpose, label: note ?? purpose })))}
        shown={new Set(shown.map(({ purpose }) => purpose)).size}
        chosen={view.purposes}
        onChoose={(ids) => view.change({ purpose: ids.join(",") })}
      />
    </>
  );
}

function SegmentSelect() {
  const [{ segment }, change] = useAddress();
  const segments = useOverview().data?.segments ?? [];
  return (
    <Select
      label="Of records"
      value={segment ?? "any"}
      onChange={(id) => change({ segment: id === "any" ? null : id })}
      options={[
        { id: "any", label: "in no segment" },
        ...segments.map(({ id, title }) => ({ id, label: title })),
      ]}
    />
  );
}

function distinct<T extends { readonly id: string }>(options: readonly T[]): readonly T[] {
  return [...new Map(options.map((option) => [option.id, option])).values()];
}
