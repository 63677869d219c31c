import type { ReactNode } from "react";
import type { CsvValue } from "./csv.ts";

/** One column of a DataTable. The first of the list names the row and always shows. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What stands in the CSV; a column without it is left out there. */
  readonly csv?: (row: Row) => CsvValue;
  /** The server can order by it. */
  readonly sortable?: boolean;
  /** Numbers stand at the end. */
  readonly align?: "end";
  /** Not shown until chosen. */
  readonly hidden?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a press on a column's title asks for: ascending, then descending, then ascending again. */
export function nextSort(current: Sort | undefined, column: string): Sort {
  return { column, descending: current?.column === column && !current.descending };
}

/** Header and rows of the CSV, in the order of the columns shown. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): [string[], CsvValue[][]] {
  const written = columns.filter(({ csv }) => csv !== undefined);
  return [written.map(({ title }) => title), rows.map((row) => written.map(({ csv }) => csv?.(row) ?? null))];
}
