/** A place in a grid: row 0 is the header, column 0 the names of the rows. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface GridSize {
  /** The header counts. */
  readonly rows: number;
  /** The names of the rows count. */
  readonly columns: number;
  /** Rows that one page key moves by. */
  readonly page: number;
}

export interface GridKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * Where a key leads in a grid, as the ARIA pattern for grids has it: arrows by one, Home and End along the row, with
 * Ctrl to the corners, PageUp and PageDown by a page. Null: the key is not one of these.
 */
export function gridMove(
  press: GridKey,
  from: GridPlace,
  { rows, columns, page }: GridSize,
): GridPlace | null {
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  const far = press.ctrlKey || press.metaKey;
  const to = (row: number, column: number): GridPlace => ({
    row: Math.max(0, Math.min(row, lastRow)),
    column: Math.max(0, Math.min(column, lastColumn)),
  });
  switch (press.key) {
    case "ArrowUp":
      return to(far ? 0 : from.row - 1, from.column);
    case "ArrowDown":
      return to(far ? lastRow : from.row + 1, from.column);
    case "ArrowLeft":
      return to(from.row, far ? 0 : from.column - 1);
    case "ArrowRight":
      return to(from.row, far ? lastColumn : from.column + 1);
    case "Home":
      return to(far ? 0 : from.row, 0);
    case "End":
      return to(far ? lastRow : from.row, lastColumn);
    case "PageUp":
      return to(from.row - page, from.column);
    case "PageDown":
      return to(from.row + page, from.column);
    default:
      return null;
  }
}
