import { type ReactNode, useCallback, useMemo } from "react";
import { Grid, type GridColumn, type GridRow, type GridStart } from "../../../ui/grid/grid.tsx";
import { GroupCell, type Mark, MarkCell } from "./marks.tsx";
import { byGroup, type MatrixColumn, type MatrixElement, sumOf } from "./matrix.ts";

interface MatrixGridProps {
  readonly label: string;
  readonly elements: readonly MatrixElement[];
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly GridRow[];
  readonly onGroup: (group: string) => void;
  readonly onElement: (element: string) => void;
  readonly onColumn: (column: MatrixColumn) => void;
  readonly onCell: (element: string, column: MatrixColumn) => void;
  /** The cell that is in view at first. */
  readonly startAt?: GridStart | undefined;
  /** Stands in a cell instead of the mark alone. Memoize. */
  readonly decorate?: (element: string, column: MatrixColumn, mark: Mark) => ReactNode;
}

/** Elements in rows, by group; roles and purposes in columns. */
export function MatrixGrid(props: MatrixGridProps) {
  const { label, elements, columns, rows, decorate, startAt } = props;
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const groups = useMemo(() => byGroup(elements), [elements]);
  const cell = useCallback(
    (row: GridRow, { id }: GridColumn): ReactNode => {
      const column = byId.get(id);
      if (column === undefined) return null;
      const members = row.expanded === undefined ? undefined : (groups.get(row.id) ?? []);
      if (members !== undefined) return <GroupCell {...sumOf(column, members)} />;
      const mark = column.marks.get(row.id) ?? "drop";
      return decorate?.(row.id, column, mark) ?? <MarkCell mark={mark} />;
    },
    [byId, groups, decorate],
  );
  const onOpen = (row: GridRow | null, under: GridColumn | null): void => {
    const column = byId.get(under?.id ?? "");
    if (row === null) {
      if (column !== undefined) props.onColumn(column);
    } else if (row.expanded !== undefined) props.onGroup(row.id);
    else if (column === undefined) props.onElement(row.id);
    else props.onCell(row.id, column);
  };
  return (
    <Grid
      label={label}
      corner="Element"
      columns={columns}
      rows={rows}
      cell={cell}
      onOpen={onOpen}
      startAt={startAt}
    />
  );
}
