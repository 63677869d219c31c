import { parse } from "csv-parse/sync";
import { AppError } from "../../kernel/errors.ts";
import { csvLine, delimiterOf, RowGatherer, rowBytes, rowText } from "./csv-lines.ts";
import type { CsvLine } from "./csv-lines.ts";
import { LineSplitter, TOO_LONG } from "./lines.ts";
import type { Line } from "./lines.ts";
import type { Tally } from "./tally.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "./types.ts";
import type { FileOptions } from "./types.ts";

/** One row, at the line it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Rows of a CSV file (RFC 4180), the header first, from bytes that come in pieces. A row whose quotes or number of
 * cells are wrong is refused by itself, and reading goes on at the next line: a quote out of step must not carry cells
 * over into other columns.
 */
export class CsvRecords {
  delimiter = ",";
  /** Columns of the header, once it has been read. */
  private width: number | undefined;
  private readonly maxBytes: number;
  private readonly splitter: LineSplitter;
  private readonly gatherer: RowGatherer;
  private readonly options: FileOptions;
  private readonly tally: Tally;

  constructor(options: FileOptions, tally: Tally) {
    this.options = options;
    this.tally = tally;
    this.maxBytes = options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    this.splitter = new LineSplitter(this.maxBytes);
    this.gatherer = new RowGatherer(this.maxBytes);
  }

  /** Goes on in a file whose header was read elsewhere. */
  continue(delimiter: string, width: number): void {
    this.delimiter = delimiter;
    this.width = width;
  }

  /** True where the next byte begins a row. */
  get isAtRowStart(): boolean {
    return this.splitter.isAtStart && this.gatherer.isAtStart;
  }

  /** Counts lines that somebody else has read. */
  skipLines(lines: number): void {
    this.splitter.skip(lines);
  }

  /**
   * Rows that end in this piece, which may change afterwards.
   * @throws AppError `input_invalid` for a header that cannot be read, and for the first bad row unless `skipBad`.
   */
  *feed(bytes: Uint8Array): Generator<CsvRecord> {
    for (const line of this.splitter.feed(bytes)) yield* this.take(line);
  }

  /** Rows of what has not ended, after which nothing comes. */
  *finish(): Generator<CsvRecord> {
    for (const line of this.splitter.finish()) yield* this.take(line);
    yield* this.unclosed(this.gatherer.rest());
  }

  private take(line: Line): readonly CsvRecord[] {
    const row = this.gatherer.take(csvLine(line));
    return row === undefined ? [] : this.judged(row);
  }

  /** The record that a row is, or those of the lines that it swallowed. */
  private judged(row: readonly CsvLine[]): readonly CsvRecord[] {
    const [first] = row;
    if (first === undefined) return [];
    if (rowBytes(row) > this.maxBytes) return this.afterRefused(row, TOO_LONG);
    if (first.problem !== undefined) return this.afterRefused(row, first.problem);
    if (row.some(({ problem }) => problem !== undefined))
      return this.afterRefused(row, "a quoted cell that cannot be read");
    return this.width === undefined ? [this.header(row)] : this.parsed(row);
  }

  private header(lines: readonly CsvLine[]): CsvRecord {
    const text = rowText(lines).replace(/^\uFEFF/, "");
    this.delimiter = delimiterOf(text);
    const cells = this.parse(text)?.[0];
    const line = lines[0]?.number ?? 1;
    if (cells === undefined) throw new AppError("input_invalid", `line ${line}: the header cannot be read`);
    this.width = cells.length;
    return { line, cells };
  }

  private parsed(row: readonly CsvLine[]): readonly CsvRecord[] {
    const parsed = this.parse(rowText(row));
    const cells = parsed?.length === 1 ? parsed[0] : undefined;
    const problem = cells === undefined ? "a quote in the wrong place" : this.problemOf(cells);
    if (cells === undefined || problem !== undefined) return this.afterRefused(row, problem ?? "");
    return [{ line: row[0]?.number ?? 0, cells }];
  }

  /** Only the line where the quotes went wrong is lost; those that it swallowed are read anew. */
  private afterRefused([first, ...swallowed]: readonly CsvLine[], problem: string): readonly CsvRecord[] {
    this.tally.refuse(first?.number ?? 0, problem, this.options);
    const gatherer = new RowGatherer(this.maxBytes);
    const records: CsvRecord[] = [];
    for (const line of swallowed) records.push(...this.judged(gatherer.take(line) ?? []));
    return [...records, ...this.unclosed(gatherer.rest())];
  }

  private unclosed(lines: readonly CsvLine[]): readonly CsvRecord[] {
    return lines.length === 0 ? [] : this.afterRefused(lines, "a quote that is not closed");
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
