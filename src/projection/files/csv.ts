import type { TransformVector } from "../../catalogue/transforms.ts";
import { KernelRows } from "./csv-kernel/kernel-rows.ts";
import type { CsvKernel } from "./csv-kernel/types.ts";
import { CsvRecords } from "./csv-records.ts";
import type { CsvRecord } from "./csv-records.ts";
import type { Discerned } from "./csv-row-views.ts";
import { CsvTrim } from "./csv-trim.ts";
import { Output } from "./output.ts";
import type { Tally } from "./tally.ts";
import type { FileOptions } from "./types.ts";

export interface CsvOptions extends FileOptions {
  /**
   * The most that any record of a type could show, from policy and caller alone: it decides which columns there are.
   * `viewFor` is asked for each row and type with a record about the row's patient that has the codes its cells may hold.
   */
  grantedFor(resourceType: string): TransformVector;
  /** By what `viewFor` tells rows apart. Absent: by anything, so it is asked for every row. */
  readonly discerns?: Discerned;
  /** Reads and writes the simple rows; every other, and every row where there is none, goes through the reference. */
  readonly kernel?: CsvKernel;
}

/**
 * Minimizes a CSV file with a header, in constant memory (rules PRJ-7x in SPEC.md). Columns that no element covers,
 * or that the caller may never see, are left out; a cell whose element a row does not show is empty.
 * @throws AppError `input_invalid` when no column is known, and for the first bad row unless `skipBad`.
 */
export async function* minimizeCsv(
  input: AsyncIterable<Uint8Array>,
  options: CsvOptions,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const file = new CsvFile(options, tally);
  for await (const chunk of input) {
    tally.read(chunk.length, options);
    yield* file.feed(chunk);
  }
  yield* file.finish();
  tally.tell(options);
}

/** One file, or a part of one that begins and ends with a row, from bytes that come in pieces. */
export class CsvFile {
  /** How its rows are trimmed, from its header on. */
  trim: CsvTrim | undefined;
  private readonly output: Output;
  private readonly records: CsvRecords;
  private readonly rows: KernelRows | undefined;
  private readonly options: CsvOptions;
  private readonly tally: Tally;

  /** `trim`: of the file that this is a later part of. */
  constructor(options: CsvOptions, tally: Tally, trim?: CsvTrim) {
    this.options = options;
    this.tally = tally;
    this.output = new Output(tally);
    this.records = new CsvRecords(options, tally);
    const { kernel } = options;
    if (kernel !== undefined)
      this.rows = new KernelRows({
        kernel,
        records: this.records,
        output: this.output,
        options,
        tally,
        take: (record) => this.take(record),
      });
    if (trim !== undefined) this.begin(trim);
  }

  /** Counts lines that stand before what is fed. */
  skipLines(lines: number): void {
    this.records.skipLines(lines);
  }

  *feed(chunk: Uint8Array): Generator<Uint8Array> {
    if (this.rows !== undefined) yield* this.rows.feed(chunk);
    else for (const record of this.records.feed(chunk)) this.take(record);
    yield* this.output.flush();
  }

  *finish(): Generator<Uint8Array> {
    if (this.rows !== undefined) yield* this.rows.finish();
    for (const record of this.records.finish()) this.take(record);
    yield* this.output.flush(true);
  }

  /** A row as it was read by itself; the first is the header. */
  private take({ cells }: CsvRecord): void {
    if (this.trim !== undefined) {
      this.output.write(this.trim.row(cells, this.tally));
      return;
    }
    const trim = new CsvTrim(cells, this.records.delimiter, this.options);
    this.output.write(trim.header());
    this.begin(trim);
  }

  private begin(trim: CsvTrim): void {
    this.trim = trim;
    this.records.continue(trim.delimiter, trim.layout.columns.length);
    this.rows?.begin(trim);
  }
}
