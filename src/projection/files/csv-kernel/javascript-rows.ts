import { findsLabeled } from "./code-filter.ts";
import { CODES, DOUBT, LEFT, QUOTED, SAME_PATIENT } from "./types.ts";
import type { KernelShape, RowIndex } from "./types.ts";

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const QUOTE = 0x22;

/** 1 for a byte that a cell can neither begin nor end with and be written as it is, whatever stands beside it. */
const ODD = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte <= 0x20 || byte >= 0x80));
/** 1 for a byte that a formula begins with. */
const FORMULA = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number("+-=@".includes(String.fromCharCode(byte))),
);

/** Finds rows byte by byte. A row is what lies between line feeds outside of quotes. */
export class JavaScriptRows {
  readonly input: Uint8Array;
  readonly index: RowIndex;
  shape: KernelShape = { delimiter: ",", columns: 1, longestRow: 0, patient: null, codes: null };
  end = 0;
  lineFeeds = 0;
  private delimiter = 0x2c;
  private cells = 0;
  private rows = 0;

  constructor(capacity: number) {
    this.input = new Uint8Array(capacity);
    this.index = {
      ends: new Uint32Array(capacity + 2),
      rows: new Uint32Array((capacity + 2) * 2),
      base: 1,
    };
  }

  configure(shape: KernelShape): void {
    this.shape = shape;
    this.delimiter = shape.delimiter.charCodeAt(0);
  }

  indexRows(from: number, until: number): number {
    this.rows = 0;
    this.cells = 0;
    this.lineFeeds = 0;
    this.end = from;
    this.index.ends[0] = from;
    while (this.indexRow(this.end, until));
    return this.rows;
  }

  /** False when the row does not end in here. */
  private indexRow(start: number, until: number): boolean {
    const firstCell = this.cells;
    let at = this.cellsIn(start, until);
    const quoted = at < until && this.input[at] === QUOTE;
    if (quoted) {
      this.cells = firstCell;
      at = this.quotedCellsIn(start, until);
    }
    if (at >= until) return false;
    this.addCell(at);
    this.index.rows[this.rows * 2] = firstCell;
    this.index.rows[this.rows * 2 + 1] = this.judged(start, at, firstCell, quoted);
    this.rows++;
    this.lineFeeds += quoted ? this.countLineFeeds(start, at + 1) : 1;
    this.end = at + 1;
    return true;
  }

  /** Up to the line feed at the end of the row, or to the first quote. */
  private cellsIn(start: number, until: number): number {
    const { input, delimiter } = this;
    let at = start;
    for (; at < until; at++) {
      const byte = input[at];
      if (byte === delimiter) this.addCell(at);
      else if (byte === LINE_FEED || byte === QUOTE) break;
    }
    return at;
  }

  /** Up to the line feed at the end of a row that has quotes: the first outside of them. */
  private quotedCellsIn(start: number, until: number): number {
    const { input, delimiter } = this;
    let inside = false;
    let at = start;
    for (; at < until; at++) {
      const byte = input[at];
      if (byte === QUOTE) inside = !inside;
      else if (inside) continue;
      else if (byte === delimiter) this.addCell(at);
      else if (byte === LINE_FEED) break;
    }
    return at;
  }

  private addCell(end: number): void {
    this.cells++;
    this.index.ends[this.cells] = end + this.index.base;
  }

  private judged(start: number, lineFeed: number, firstCell: number, quoted: boolean): number {
    const { columns, longestRow, patient, codes } = this.shape;
    if (this.cells - firstCell !== columns || lineFeed - start > longestRow) return DOUBT;
    if (this.isBlank(start, lineFeed) || this.hasReturnWithin(start, lineFeed)) return DOUBT;
    if (quoted && !this.quotesAreRight(firstCell)) return DOUBT;
    let flags = quoted ? QUOTED | LEFT : 0;
    if (!quoted && this.hasOddCell(firstCell)) flags |= LEFT;
    if (codes !== null && findsLabeled(codes, this.input, start, lineFeed)) flags |= CODES;
    if (patient !== null && this.samePatient(firstCell, patient)) flags |= SAME_PATIENT;
    return flags;
  }

  private isBlank(from: number, until: number): boolean {
    for (let at = from; at < until; at++)
      if (this.input[at] !== 0x20 && this.input[at] !== 0x09 && this.input[at] !== RETURN) return false;
    return true;
  }

  private hasReturnWithin(start: number, lineFeed: number): boolean {
    const first = this.input.subarray(start, lineFeed).indexOf(RETURN);
    return first >= 0 && start + first !== lineFeed - 1;
  }

  /** Around whole cells, doubled within, and around no more than the text of one. */
  private quotesAreRight(firstCell: number): boolean {
    for (let column = 0; column < this.shape.columns; column++)
      if (!this.isRight(this.startOf(firstCell + column), this.endOf(firstCell + column, column)))
        return false;
    return true;
  }

  private isRight(from: number, until: number): boolean {
    const { input, delimiter } = this;
    const quoted = input[from] === QUOTE && from < until;
    if (!quoted) return !input.subarray(from, until).includes(QUOTE);
    if (until - from < 2 || input[until - 1] !== QUOTE) return false;
    let delimiters = 0;
    let lineFeeds = 0;
    for (let at = from + 1; at < until - 1; at++) {
      const byte = input[at];
      if (byte === delimiter) delimiters++;
      else if (byte === LINE_FEED) lineFeeds++;
      if (byte !== QUOTE) continue;
      if (at + 1 >= until - 1 || input[at + 1] !== QUOTE) return false;
      at++;
    }
    return lineFeeds === 0 || this.shape.columns < 2 || delimiters + 1 < this.shape.columns;
  }

  private hasOddCell(firstCell: number): boolean {
    const { input } = this;
    for (let column = 0; column < this.shape.columns; column++) {
      const from = this.startOf(firstCell + column);
      const until = this.endOf(firstCell + column, column);
      if (from === until) continue;
      const [first, last] = [input[from] ?? 0, input[until - 1] ?? 0];
      if (ODD[first] === 1 || ODD[last] === 1 || FORMULA[first] === 1) return true;
    }
    return false;
  }

  startOf(cell: number): number {
    return (this.index.ends[cell] ?? 0) + 1 - this.index.base;
  }

  /** Without the carriage return before the line feed. */
  endOf(cell: number, column: number): number {
    const end = (this.index.ends[cell + 1] ?? 0) - this.index.base;
    if (column < this.shape.columns - 1 || end === this.startOf(cell)) return end;
    return this.input[end - 1] === RETURN ? end - 1 : end;
  }

  private samePatient(firstCell: number, patient: number): boolean {
    if (this.rows === 0 || ((this.index.rows[this.rows * 2 - 1] ?? DOUBT) & DOUBT) !== 0) return false;
    const before = (this.index.rows[this.rows * 2 - 2] ?? 0) + patient;
    const [from, other] = [this.startOf(firstCell + patient), this.startOf(before)];
    const length = this.endOf(firstCell + patient, patient) - from;
    if (this.endOf(before, patient) - other !== length) return false;
    for (let i = 0; i < length; i++) if (this.input[from + i] !== this.input[other + i]) return false;
    return true;
  }

  countLineFeeds(from: number, until: number): number {
    let count = 0;
    for (let at = from; at < until; at++) if (this.input[at] === LINE_FEED) count++;
    return count;
  }
}
