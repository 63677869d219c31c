import { type ReactNode, useId } from "react";
import { Checkbox } from "../field/choices.tsx";
import type { Column } from "./columns.ts";
import styles from "./table.module.css";

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: ((row: Row) => void) | undefined;
  /** Undefined: rows cannot be selected. */
  readonly isSelected: boolean | undefined;
  readonly onToggle: () => void;
}

/** One row. It takes the focus of the arrow keys itself; its controls stay in the order of Tab. */
export function TableRow<Row>({ row, columns, onOpen, isSelected, onToggle }: TableRowProps<Row>) {
  const [first, ...others] = columns;
  const id = useId();
  if (first === undefined) return null;
  return (
    <tr tabIndex={-1} data-selected={isSelected}>
      <th scope="row" className={first.align === "end" ? styles["end"] : undefined}>
        <span className={styles["first"]}>
          {isSelected !== undefined && (
            <Checkbox isSelected={isSelected} onChange={onToggle} aria-label="Select" aria-describedby={id} />
          )}
          <span id={id}>
            <Opener open={onOpen && (() => onOpen(row))}>{first.cell(row)}</Opener>
          </span>
        </span>
      </th>
      {others.map((column) => (
        <td
          key={column.id}
          data-label={column.title}
          className={column.align === "end" ? styles["end"] : undefined}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

function Opener({
  open,
  children,
}: {
  readonly open: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  if (open === undefined) return children;
  return (
    <button type="button" className={styles["open"]} onClick={open}>
      {children}
    </button>
  );
}
