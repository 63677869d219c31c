// The kernel for CSV: finds rows and cells of bytes, and writes those that come out. It never decides: which columns
// come out of which rows is told it by src/projection/files/csv-kernel/.
import { CAPACITY, EMPTY_CELLS, ENDS, INPUT, MOST_COLUMNS, OUTPUT, reserve, ROWS, RUNS, SETS, STARTS, TOKENS } from "./memory";

export { reserve };
export { findPrefixes } from "./codes";
export { configure, countLineFeeds, endOfRows, indexRows, lineFeedsInRows } from "./rows";
export { clearOutput, outputLength, plan, writeRows } from "./write";

export const capacity: u32 = CAPACITY;
export const mostColumns: u32 = MOST_COLUMNS;
export const startsAt: u32 = STARTS;
export const tokensAt: u32 = TOKENS;
export const emptyCellsAt: u32 = EMPTY_CELLS;
export const runsAt: u32 = RUNS;
export const setsAt: u32 = SETS;
export const inputAt: u32 = INPUT;
export const endsAt: u32 = ENDS;
export const rowsAt: u32 = ROWS;
export const outputAt: u32 = OUTPUT;
