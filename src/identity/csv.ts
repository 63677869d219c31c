import { parse } from "csv-parse/sync";

/** What is wrong with a row of an imported file. */
export interface RowError {
  /** Line in the file, from 1. */
  readonly line: number;
  /** Null: the row as a whole. */
  readonly column: string | null;
  readonly message: string;
}

/** A row by column name, trimmed, with the line it starts on. */
export interface CsvRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a CSV (RFC 4180) whose first row names exactly these columns, in any order; semicolons may separate the cells,
 * as spreadsheets write them where the comma is a decimal mark.
 * Errors of the file come out like errors of a row, so that all are shown at once.
 */
export function readCsv(
  text: string,
  columns: readonly string[],
): { readonly rows: readonly CsvRow[]; readonly errors: readonly RowError[] } {
  let parsed: readonly Parsed[];
  try {
    parsed = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as readonly Parsed[];
  } catch (cause) {
    const line = cause instanceof Error && "lines" in cause ? Number(cause.lines) : 1;
    return { rows: [], errors: [{ line, column: null, message: "the line is not CSV: see its quotes" }] };
  }
  const [header, ...body] = parsed;
  const errors = headerErrors(header?.record ?? [], columns);
  if (errors.length > 0 || !header) return { rows: [], errors };
  return readBody(header.record, body);
}

/** A header of several columns without a comma is separated by something else. */
function delimiterOf(text: string): "," | ";" {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  return header.includes(";") && !header.includes(",") ? ";" : ",";
}

function headerError(column: string, message: string): RowError {
  return { line: 1, column, message };
}

function headerErrors(header: readonly string[], columns: readonly string[]): readonly RowError[] {
  return [
    ...columns
      .filter((name) => !header.includes(name))
      .map((name) => headerError(name, `the column \`${name}\` is missing`)),
    ...header
      .filter((name) => !columns.includes(name))
      .map((name) => headerError(name, `the column \`${name}\` is not known`)),
    ...header
      .filter((name, index) => header.indexOf(name) !== index)
      .map((name) => headerError(name, `the column \`${name}\` comes twice`)),
  ];
}

function readBody(
  header: readonly string[],
  body: readonly Parsed[],
): { readonly rows: readonly CsvRow[]; readonly errors: readonly RowError[] } {
  const rows: CsvRow[] = [];
  const errors: RowError[] = [];
  for (const { record, info } of body) {
    if (record.length === header.length) {
      rows.push({
        line: info.lines,
        cells: new Map(header.map((name, index) => [name, record[index] ?? ""])),
      });
    } else {
      const message = `the row has ${record.length} cells where the header has ${header.length}`;
      errors.push({ line: info.lines, column: null, message });
    }
  }
  return { rows, errors };
}

/** A cell that holds several values, `;` between them. */
export function valuesOf(cell: string): readonly string[] {
  return cell
    .split(";")
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
