import type { CsvLayout } from "../csv-columns.ts";
import { findsLabeled } from "./code-filter.ts";
import { cellBounds } from "./types.ts";
import type { CodeFilter, CsvKernel } from "./types.ts";

const QUOTE = 0x22;
const RETURN = 0x0d;

/** The texts of the cells, that of the patient aside, in which the filter finds something. */
export function markedCells(
  kernel: CsvKernel,
  row: number,
  { columns, patient }: CsvLayout,
  filter: CodeFilter,
): string[] {
  const marked: string[] = [];
  for (const { position } of columns) {
    if (position === patient?.position) continue;
    const [from, until] = cellBounds(kernel.index, row, position);
    if (findsLabeled(filter, kernel.input, from, until))
      marked.push(cellText(kernel, row, position, columns.length));
  }
  return marked;
}

/** The texts of a row's cells; the row is in no doubt. */
export function rowCells(kernel: CsvKernel, row: number, columns: number): string[] {
  return Array.from({ length: columns }, (_, column) => cellText(kernel, row, column, columns));
}

export function cellText({ input, index }: CsvKernel, row: number, column: number, columns: number): string {
  const [from, end] = cellBounds(index, row, column);
  const until = column === columns - 1 && end > from && input[end - 1] === RETURN ? end - 1 : end;
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  if (until === from || input[from] !== QUOTE) return bytes.toString("utf8", from, until);
  return bytes.toString("utf8", from + 1, until - 1).replaceAll('""', '"');
}
