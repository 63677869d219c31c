import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { AppError } from "../../kernel/errors.ts";
import type { CsvLine } from "./csv-lines.ts";
import { csvLine, delimiterOf, groupRows, rowText } from "./csv-lines.ts";
import { linesOf, TOO_LONG } from "./lines.ts";
import type { Line } from "./lines.ts";
import type { Tally } from "./tally.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "./types.ts";
import type { FileOptions } from "./types.ts";

/** One row, at the line it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const BATCH_LINES = 500;

/**
 * Rows of a CSV file (RFC 4180), the header first. A row whose quotes or number of cells are wrong is refused by
 * itself, and reading goes on at the next line: a quote out of step must not carry cells over into other columns.
 */
export class CsvRecords {
  delimiter = ",";
  /** Columns of the header, once it has been read. */
  private width: number | undefined;
  private readonly options: FileOptions;
  private readonly tally: Tally;

  constructor(options: FileOptions, tally: Tally) {
    this.options = options;
    this.tally = tally;
  }

  /** @throws AppError `input_invalid` for a header that cannot be read, and for the first bad row unless `skipBad`. */
  async *read(input: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
    let lines: CsvLine[] = [];
    let fresh = 0;
    for await (const line of linesOf(input, this.options, this.tally)) {
      const readable = this.readable(line);
      if (readable !== null) lines.push(readable);
      fresh++;
      if (this.width !== undefined && fresh < BATCH_LINES) continue;
      fresh = 0;
      const { rows, open } = groupRows(lines);
      yield* this.records(rows);
      lines = open;
      if (sizeOf(open) > this.maxRecordBytes()) {
        yield* this.afterRefused(open, TOO_LONG);
        lines = [];
      }
    }
    yield* this.allRecords(lines);
  }

  private maxRecordBytes(): number {
    return this.options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
  }

  private readable({ number, bytes }: Line): CsvLine | null {
    if (bytes !== null && isUtf8(bytes)) return csvLine(number, bytes);
    this.tally.refuse(number, bytes === null ? TOO_LONG : "invalid utf-8", this.options);
    return null;
  }

  /** Rows of lines after which nothing comes. */
  private allRecords(lines: readonly CsvLine[]): CsvRecord[] {
    const { rows, open } = groupRows(lines);
    const records = this.records(rows);
    return open.length === 0
      ? records
      : [...records, ...this.afterRefused(open, "a quote that is not closed")];
  }

  private records(rows: readonly CsvLine[][]): CsvRecord[] {
    const [first] = rows;
    if (first === undefined) return [];
    if (this.width !== undefined) return this.parsed(rows);
    const header = this.header(first);
    this.width = header.cells.length;
    return [header, ...this.parsed(rows.slice(1))];
  }

  private header(lines: readonly CsvLine[]): CsvRecord {
    this.delimiter = delimiterOf(rowText(lines));
    const cells = this.parse(rowText(lines))?.[0];
    const line = lines[0]?.number ?? 1;
    if (cells === undefined) throw new AppError("input_invalid", `line ${line}: the header cannot be read`);
    return { line, cells };
  }

  /** All at once while they are right, one by one when any is wrong. */
  private parsed(rows: readonly CsvLine[][]): CsvRecord[] {
    const parsed = this.parse(rows.map(rowText).join("\n"));
    if (parsed?.length !== rows.length || parsed.some((cells) => this.problemOf(cells) !== undefined)) {
      return rows.flatMap((row) => this.parsedAlone(row));
    }
    return parsed.map((cells, i) => ({ line: rows[i]?.[0]?.number ?? 0, cells }));
  }

  private parsedAlone(row: readonly CsvLine[]): CsvRecord[] {
    const parsed = this.parse(rowText(row));
    const cells = parsed?.length === 1 ? parsed[0] : undefined;
    const problem = cells === undefined ? "a quote in the wrong place" : this.problemOf(cells);
    if (cells === undefined || problem !== undefined) return this.afterRefused(row, problem ?? "");
    return [{ line: row[0]?.number ?? 0, cells }];
  }

  /** Only the line where the quotes went wrong is lost; those that it swallowed are read anew. */
  private afterRefused([first, ...swallowed]: readonly CsvLine[], problem: string): CsvRecord[] {
    this.tally.refuse(first?.number ?? 0, problem, this.options);
    return this.allRecords(swallowed);
  }

  private problemOf(cells: readonly string[]): string | undefined {
    const width = this.width ?? cells.length;
    if (cells.length !== width) return `${cells.length} columns where the header has ${width}`;
    const swallowsRow = (cell: string): boolean =>
      cell.includes("\n") && cell.split(this.delimiter).length >= width;
    return width > 1 && cells.some(swallowsRow) ? "a quoted cell that holds a whole row" : undefined;
  }

  /** Undefined when the quotes are wrong. The parser's own message repeats the row, so it goes no further. */
  private parse(text: string): string[][] | undefined {
    try {
      return parse(text, { delimiter: this.delimiter, record_delimiter: "\n", relax_column_count: true });
    } catch {
      return undefined;
    }
  }
}

function sizeOf(lines: readonly CsvLine[]): number {
  return lines.reduce((sum, line) => sum + line.text.length, 0);
}
