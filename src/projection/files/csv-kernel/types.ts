/** The seam of what reads and writes the simple rows of a CSV file as bytes. */

/** How a file is laid out, and what is to be noticed about its rows. */
export interface KernelShape {
  readonly delimiter: string;
  /** Columns of each row. */
  readonly columns: number;
  /** A longer row, in bytes, is in doubt. */
  readonly longestRow: number;
  /** Position of the column by which rows are told apart; null: none is. */
  readonly patient: number | null;
  /** Which codes label a row; null: none does. */
  readonly codes: CodeFilter | null;
}

/** Finds every token that may be a labeled code, and some that are none. */
export interface CodeFilter {
  /** By the first three bytes of a token, five bits each: 32,768 bits. */
  readonly starts: Uint8Array;
  /** By a hash of a token that begins with a digit: 262,144 bits. */
  readonly tokens: Uint8Array;
  /** Numbers that a label names the beginning of are found by the hash of so many bytes. */
  readonly prefixLength: number;
}

/** Which columns come out of a row, as they are. */
export interface KernelPlan {
  /** Pairs: the first and the last of adjacent columns that come out; [-1, n]: n emptied cells. Empty: no row comes out. */
  readonly runs: Int32Array;
  /** Columns of one element, of which the empty rows are counted together: how many, room for the count, then each. */
  readonly sets: Int32Array;
  readonly setCount: number;
}

/** Rows that were found, all next to each other. */
export interface RowIndex {
  /** Where each cell ends, at its delimiter or line feed; before the first, where it begins less one. */
  readonly ends: Uint32Array;
  /** For each row the number of its first cell, and its flags. */
  readonly rows: Uint32Array;
  /** Where the first byte of the input is in the numbers of `ends`. */
  readonly base: number;
}

/** How many cells were empty in the rows that were written under a plan. */
export interface EmptyCells {
  readonly columns: Uint32Array;
  readonly sets: Uint32Array;
}

/** Quotes, number of columns or line ends are not as they should be: the row is read by itself. */
export const DOUBT = 1;
/** The row is as it should be, but the kernel leaves writing it to its caller. */
export const LEFT = 32;
/** It has quotes. */
export const QUOTED = 4;
/** It names its patient as the row before does. */
export const SAME_PATIENT = 8;
/** It may hold a code that labels something. */
export const CODES = 16;

/**
 * Reads and writes rows. Synchronous and single-threaded: memory is used again, and nothing of an earlier input can
 * come out later, for what comes out is copied from the cells of one row between bounds that were found for it.
 */
export interface CsvKernel {
  readonly kind: "wasm" | "javascript";
  /** Where input is put; as long as what is indexed at one time may be. */
  readonly input: Uint8Array;
  readonly mostColumns: number;
  readonly index: RowIndex;
  configure(shape: KernelShape): void;
  /** Finds the complete rows of [from, until) of the input, which begins with a row; gives how many there are. */
  indexRows(from: number, until: number): number;
  /** Where the last of these rows ends, and how many line feeds they have. */
  readonly end: number;
  readonly lineFeeds: number;
  /** Line feeds in a part of the input. */
  countLineFeeds(from: number, until: number): number;
  /** What comes out of the rows that are written next; begins to count empty cells anew. */
  plan(plan: KernelPlan): void;
  /** Writes rows up to `until`, or to the first that is in doubt or left; gives the row that comes next. */
  write(first: number, until: number): number;
  emptyCells(): EmptyCells;
  /** What was written since it was last taken: bytes of its own. */
  take(): Uint8Array;
}

/** Where a cell of a row begins and ends in the input, its quotes included and a carriage return after the last too. */
export function cellBounds(
  { ends, rows, base }: RowIndex,
  row: number,
  column: number,
): readonly [from: number, until: number] {
  const cell = (rows[row * 2] ?? 0) + column;
  return [(ends[cell] ?? 0) + 1 - base, (ends[cell + 1] ?? 0) - base];
}

/** Where a row begins in the input. */
export function rowStart({ ends, rows, base }: RowIndex, row: number): number {
  return (ends[rows[row * 2] ?? 0] ?? 0) + 1 - base;
}

export function flagsOf({ rows }: RowIndex, row: number): number {
  return rows[row * 2 + 1] ?? DOUBT;
}
