// Where things stand in memory. The same numbers are in src/projection/files/csv-kernel/wasm-kernel.ts, which reads them
// through the getters of index.ts.

/** Most bytes of input at one time. */
export const CAPACITY: u32 = 1 << 18;
/** Most columns of a file; the caller reads wider ones by itself. */
export const MOST_COLUMNS: u32 = 4096;
/** What a load or a store of a block may touch beyond an area. */
const SLACK: u32 = 128;

/** 32,768 bits: the first three bytes of a token, five bits each. */
export const STARTS: u32 = 65536;
/** 262,144 bits: a hash of a token of digits. */
export const TOKENS: u32 = STARTS + 4096;
/** 256 bytes, 1 for each that a cell may not begin or end with and be written as it is. */
export const ODD_BYTES: u32 = TOKENS + 32768;
/** Rows in which a column is empty, u32 each. */
export const EMPTY_CELLS: u32 = ODD_BYTES + 256;
/** Pairs: the first and the last of adjacent columns that come out as they are; [-1, n]: n empty cells. */
export const RUNS: u32 = EMPTY_CELLS + MOST_COLUMNS * 4 + SLACK;
/** Sets of columns of one element: how many, rows in which all of them are empty, then their positions. */
export const SETS: u32 = RUNS + MOST_COLUMNS * 8 + SLACK;
export const INPUT: u32 = SETS + MOST_COLUMNS * 12 + SLACK;
/** Where each cell ends, u32 each: the address of the delimiter or line feed after it. */
export const ENDS: u32 = INPUT + CAPACITY + SLACK;
/** For each row: the number of its first cell, and its flags, u32 each. */
export const ROWS: u32 = ENDS + (CAPACITY + 2) * 4 + SLACK;
/** A cell of one byte may become four, in quotes and behind an apostrophe. */
export const OUTPUT: u32 = ROWS + (CAPACITY + 2) * 8 + SLACK;
const END: u32 = OUTPUT + CAPACITY * 3 + SLACK;

/** Has memory grown to what is used; false when there is none to be had. */
export function reserve(): bool {
  const pages = <i32>((END + 0xffff) >>> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return false;
  for (let byte: u32 = 0; byte < 256; byte++) store<u8>(ODD_BYTES + byte, u8(isOdd(byte)));
  return true;
}

/** White space, control characters, part of what is not ASCII, a quote, `+`, `-`, `=` or `@`. */
function isOdd(byte: u32): bool {
  return byte <= 0x22 || byte >= 0x80 || byte == 0x2b || byte == 0x2d || byte == 0x3d || byte == 0x40;
}

/** Flags of a row. */
export const DOUBT: u32 = 1;
/** It has a quote. */
export const QUOTED: u32 = 4;
/** The cell that names its patient is, byte for byte, that of the row before. */
export const SAME_PATIENT: u32 = 8;
/** It may hold a code that labels something. */
export const CODES: u32 = 16;
