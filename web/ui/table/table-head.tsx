import { Icon } from "../text/icon.tsx";
import { type Column, nextSort, type Sort } from "./columns.ts";
import styles from "./table.module.css";

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

/** Titles of the columns; those the server can order by are buttons. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            className={column.align === "end" ? styles["end"] : undefined}
            aria-sort={ariaSort(column, sort)}
          >
            {column.sortable === true && onSort !== undefined ? (
              <button
                type="button"
                className={styles["sort"]}
                onClick={() => onSort(nextSort(sort, column.id))}
              >
                {column.title}
                {sort?.column === column.id && (
                  <Icon name={sort.descending ? "arrowDown" : "arrowUp"} size={12} />
                )}
              </button>
            ) : (
              column.title
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function ariaSort<Row>({ id, sortable }: Column<Row>, sort: Sort | undefined) {
  if (sortable !== true) return undefined;
  if (sort?.column !== id) return "none";
  return sort.descending ? "descending" : "ascending";
}
