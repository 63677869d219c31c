import { memo, type ReactNode, useMemo } from "react";
import { cx } from "../class-names.ts";
import { Icon } from "../text/icon.tsx";
import { VisuallyHidden } from "../text/visually-hidden.tsx";
import styles from "./grid.module.css";
import type { GridPlace } from "./grid-move.ts";
import { useStart } from "./use-start.ts";
import { useGridKeys } from "./use-grid-keys.ts";

export interface GridColumn {
  readonly id: string;
  readonly title: string;
  /** A second line, quieter. */
  readonly note?: string;
}

export interface GridRow {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** True or false: a group that is open or closed; absent: a row of its own. */
  readonly expanded?: boolean;
}

interface GridProps {
  readonly label: string;
  /** What the names of the rows are: `Element`. */
  readonly corner: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  /** What stands where a row and a column meet: a mark, with words for who does not see it. Memoize. */
  readonly cell: (row: GridRow, column: GridColumn) => ReactNode;
  /** Enter, Space or a press. Null: the name of the row or the title of the column itself. */
  readonly onOpen: (row: GridRow | null, column: GridColumn | null) => void;
  /** The cell that is in view at first, by the ids of its row and column. */
  readonly startAt?: GridStart | undefined;
}

export interface GridStart {
  readonly row: string;
  readonly column: string;
}

/**
 * Many small marks under upright titles: header and first column stay, arrow keys move from cell to cell, groups
 * of rows open and close. The ARIA role is `treegrid`.
 */
export function Grid({ label, corner, columns, rows, cell, onOpen, startAt }: GridProps) {
  const open = ({ row, column }: GridPlace): void => {
    const [at, under] = [rows[row - 1] ?? null, columns[column - 1] ?? null];
    if (at !== null || under !== null) onOpen(at, under);
  };
  const { grid, ...handlers } = useGridKeys(rows.length + 1, columns.length + 1, open);
  const start = startAt && {
    row: rows.findIndex(({ id }) => id === startAt.row) + 1,
    column: columns.findIndex(({ id }) => id === startAt.column) + 1,
  };
  useStart(grid, start);
  const body = useMemo(
    () => rows.map((row, at) => <Row key={row.id} row={row} at={at + 1} columns={columns} cell={cell} />),
    [rows, columns, cell],
  );
  return (
    <div className={styles["scroll"]}>
      <table
        ref={grid}
        role="treegrid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        className={styles["grid"]}
        {...handlers}
      >
        <Head corner={corner} columns={columns} />
        <tbody>{body}</tbody>
      </table>
    </div>
  );
}

function Head({ corner, columns }: Pick<GridProps, "corner" | "columns">) {
  return (
    <thead>
      <tr>
        <th scope="col" role="columnheader" data-row={0} data-column={0} tabIndex={-1}>
          {corner}
        </th>
        {columns.map((column, at) => (
          <th
            key={column.id}
            scope="col"
            role="columnheader"
            data-row={0}
            data-column={at + 1}
            tabIndex={-1}
            title={`${column.title}${column.note === undefined ? "" : `: ${column.note}`}`}
          >
            <span className={styles["upright"]}>
              <span className={styles["line"]}>{column.title}</span>
              {column.note !== undefined && (
                <span className={cx(styles["line"], styles["note"])}>
                  <VisuallyHidden>, </VisuallyHidden>
                  {column.note}
                </span>
              )}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps extends Pick<GridProps, "columns" | "cell"> {
  readonly row: GridRow;
  readonly at: number;
}

const Row = memo(function Row({ row, at, columns, cell }: RowProps) {
  const isGroup = row.expanded !== undefined;
  return (
    <tr
      role="row"
      aria-level={isGroup ? 1 : 2}
      aria-expanded={row.expanded}
      className={isGroup ? styles["group"] : undefined}
    >
      <th scope="row" role="rowheader" data-row={at} data-column={0} tabIndex={-1}>
        <span className={styles["name"]}>
          {isGroup && <Icon name={row.expanded ? "chevronDown" : "chevronRight"} size={12} />}
          <span title={row.title}>{row.title}</span>
          {row.note !== undefined && <span className={styles["note"]}>{row.note}</span>}
        </span>
      </th>
      {columns.map((column, under) => (
        <td key={column.id} role="gridcell" data-row={at} data-column={under + 1} tabIndex={-1}>
          {cell(row, column)}
        </td>
      ))}
    </tr>
  );
});
