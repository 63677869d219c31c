import { isUtf8 } from "node:buffer";
import type { CsvOptions } from "../csv.ts";
import type { CsvRecord, CsvRecords } from "../csv-records.ts";
import type { RowView } from "../csv-row-views.ts";
import type { CsvTrim } from "../csv-trim.ts";
import type { Output } from "../output.ts";
import type { Tally } from "../tally.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "../types.ts";
import { cellText, markedCells, rowCells } from "./cells.ts";
import { codeFilterOf } from "./code-filter.ts";
import { PlanCounts } from "./plan-counts.ts";
import { tallyOf } from "./row-plan.ts";
import type { RowPlan } from "./row-plan.ts";
import { CODES, DOUBT, flagsOf, rowStart, SAME_PATIENT } from "./types.ts";
import type { CodeFilter, CsvKernel } from "./types.ts";

const LINE_FEED = 0x0a;

export interface KernelRowsParts {
  readonly kernel: CsvKernel;
  /** Reads what the kernel is in doubt about. */
  readonly records: CsvRecords;
  readonly output: Output;
  readonly options: CsvOptions;
  readonly tally: Tally;
  /** Takes a row that was read by itself. */
  take(record: CsvRecord): void;
}

/**
 * Takes a file through the kernel, a buffer at a time. What the kernel is in doubt about, from the header on, is read by
 * the reference from the same bytes; both agree on where a row begins, so that neither can carry cells into another row.
 */
export class KernelRows {
  private trim: CsvTrim | undefined;
  private filter: CodeFilter | null = null;
  private filled = 0;
  /** Up to here the buffer is read line by line. */
  private byLinesUntil = 0;
  /** The view that was found last, for the next row where it names the same patient. */
  private latest: { readonly row: number; readonly view: RowView } | undefined;
  /** What rows are written under now, and how many were. */
  private plan: RowPlan | undefined;
  private written = 0;
  private readonly counts = new PlanCounts();
  private readonly parts: KernelRowsParts;

  constructor(parts: KernelRowsParts) {
    this.parts = parts;
  }

  /** From the header on; a file too wide for the kernel goes on without it. */
  begin(trim: CsvTrim): void {
    const { kernel, options } = this.parts;
    const { patient, columns } = trim.layout;
    if (columns.length > kernel.mostColumns) return;
    this.trim = trim;
    this.filter = codeFilterOf(options.discerns?.segments ?? []);
    kernel.configure({
      delimiter: trim.delimiter,
      columns: columns.length,
      longestRow: options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES,
      patient: options.discerns?.patients === true ? (patient?.position ?? null) : null,
      codes: this.filter,
    });
  }

  *feed(chunk: Uint8Array): Generator<Uint8Array> {
    const { input } = this.parts.kernel;
    for (let at = 0; at < chunk.length;) {
      const bytes = chunk.subarray(at, at + input.length - this.filled);
      input.set(bytes, this.filled);
      this.filled += bytes.length;
      at += bytes.length;
      if (this.filled < input.length) return;
      this.readBuffer();
      yield* this.parts.output.flush();
    }
  }

  *finish(): Generator<Uint8Array> {
    this.readBuffer();
    this.readLines(0, this.filled);
    this.filled = 0;
    this.settle();
    this.tellCounts();
    yield* this.parts.output.flush();
  }

  /** Reads all rows that are complete, and moves the beginning of the next to the front. */
  private readBuffer(): void {
    const { input } = this.parts.kernel;
    let from = 0;
    for (let next = this.readFrom(from); next > from; next = this.readFrom(from)) from = next;
    // A row longer than the buffer.
    if (from === 0 && this.filled === input.length) from = this.readLines(0, this.filled);
    input.copyWithin(0, from, this.filled);
    this.filled -= from;
    this.byLinesUntil = Math.max(0, this.byLinesUntil - from);
  }

  /** Gives where reading goes on; `from` itself when no row is complete. */
  private readFrom(from: number): number {
    const { kernel, records } = this.parts;
    if (from === this.filled) return from;
    if (this.trim === undefined || !records.isAtRowStart || from < this.byLinesUntil)
      return this.readLine(from);
    const rows = kernel.indexRows(from, this.filled);
    if (rows === 0) return from;
    if (isUtf8(kernel.input.subarray(from, kernel.end))) return this.readRows(from, rows);
    this.byLinesUntil = kernel.end;
    return from === this.byLinesUntil ? from : this.readLine(from);
  }

  private readLine(from: number): number {
    const at = this.parts.kernel.input.subarray(from, this.filled).indexOf(LINE_FEED);
    return at < 0 ? from : this.readLines(from, from + at + 1);
  }

  /** Through the reference, which keeps no window on the buffer. */
  private readLines(from: number, until: number): number {
    const { kernel, records, take } = this.parts;
    this.settle();
    for (const record of records.feed(kernel.input.subarray(from, until))) take(record);
    return until;
  }

  /** Rows of the index, up to the first after which the reference has not come to the end of a row. */
  private readRows(from: number, rows: number): number {
    const { kernel, records } = this.parts;
    const { end, lineFeeds } = kernel;
    this.latest = undefined;
    let counted = from;
    let skipped = 0;
    for (let row = 0; row < rows;) {
      if ((flagsOf(kernel.index, row) & DOUBT) === 0) {
        row = this.writeFrom(row, rows);
        continue;
      }
      const start = rowStart(kernel.index, row);
      const until = row + 1 < rows ? rowStart(kernel.index, row + 1) : end;
      const before = kernel.countLineFeeds(counted, start);
      records.skipLines(before);
      this.readLines(start, until);
      skipped += before + kernel.countLineFeeds(start, until);
      counted = until;
      row++;
      if (!records.isAtRowStart) return until;
    }
    records.skipLines(lineFeeds - skipped);
    this.settle();
    return end;
  }

  /** Writes rows of one view; gives the row that comes next. */
  private writeFrom(row: number, rows: number): number {
    const { kernel } = this.parts;
    const { view, until } = this.sameView(row, rows);
    if (view.plan === null) return this.writeText(row);
    if (view.plan !== this.plan) {
      this.count();
      this.plan = view.plan;
      kernel.plan(view.plan.kernel);
    }
    const next = kernel.write(row, until);
    this.written += next - row;
    // A row that the kernel leaves.
    return next === row ? this.writeText(row) : next;
  }

  /** The view of a row, and up to which row the next are seen under it too. */
  private sameView(row: number, rows: number): { view: RowView; until: number } {
    const { discerns } = this.parts.options;
    const view = this.viewOf(row);
    if (discerns === undefined) return { view, until: row + 1 };
    if (!discerns.patients && discerns.segments.length === 0) return { view, until: rows };
    let until = row + 1;
    while (until < rows && this.viewsAlike(until, view)) until++;
    return { view, until };
  }

  private viewsAlike(row: number, view: RowView): boolean {
    return (flagsOf(this.parts.kernel.index, row) & DOUBT) === 0 && this.viewOf(row) === view;
  }

  private viewOf(row: number): RowView {
    const { latest } = this;
    if (latest?.row === row) return latest.view;
    const view = latest?.row === row - 1 && this.isAlike(row) ? latest.view : this.findView(row);
    this.latest = { row, view };
    return view;
  }

  /** True for a row that is told apart from the one before by nothing. */
  private isAlike(row: number): boolean {
    const { kernel, options } = this.parts;
    if (options.discerns === undefined) return false;
    const flags = flagsOf(kernel.index, row);
    if (((flags | flagsOf(kernel.index, row - 1)) & CODES) !== 0) return false;
    return !options.discerns.patients || (flags & SAME_PATIENT) !== 0;
  }

  private findView(row: number): RowView {
    const { kernel, options } = this.parts;
    const { layout, views } = this.begun();
    const { columns, patient } = layout;
    if (options.discerns === undefined) return views.ofRow(rowCells(kernel, row, columns.length));
    const { filter } = this;
    const mayLabel = filter !== null && (flagsOf(kernel.index, row) & CODES) !== 0;
    const named = patient === undefined ? "" : cellText(kernel, row, patient.position, columns.length);
    return views.ofCells(named, mayLabel ? markedCells(kernel, row, layout, filter) : []);
  }

  private writeText(row: number): number {
    const { kernel, output, tally } = this.parts;
    const trim = this.begun();
    this.settle();
    output.write(trim.row(rowCells(kernel, row, trim.layout.columns.length), tally));
    return row + 1;
  }

  private begun(): CsvTrim {
    if (this.trim === undefined) throw new TypeError("a row before the header");
    return this.trim;
  }

  /** Takes what was written out of the kernel, so that a row which is written as text can follow. */
  private settle(): void {
    this.count();
    this.plan = undefined;
    this.parts.output.writeBytes(this.parts.kernel.take());
  }

  private count(): void {
    const { kernel, tally } = this.parts;
    const { plan, written } = this;
    if (plan === undefined || written === 0) return;
    tally.records(written, plan.isThere);
    this.counts.add(plan, written, kernel.emptyCells());
    this.written = 0;
  }

  /** What was held back and what came out, which is counted by view and told at the end. */
  private tellCounts(): void {
    const { options, tally } = this.parts;
    for (const { plan, rows, empty } of this.counts.all()) {
      const { released, withheld } = tallyOf(plan, rows, empty);
      tally.elements(released, withheld, options);
      if (plan.isSeen) tally.unmappedIn(rows, this.trim?.layout.unmapped ?? []);
    }
  }
}
