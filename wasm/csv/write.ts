// Writes what comes out of rows, and counts empty cells.
import { writeCell } from "./cell";
import { CARE, DOUBT, EMPTY_CELLS, ENDS, OUTPUT, QUOTED, ROWS, RUNS, SETS, SHOWN } from "./memory";
import { theDelimiter, theWidth } from "./rows";

let out: u32 = OUTPUT;
let shown: u32 = 0;
let runs: u32 = 0;
let sets: u32 = 0;

/** What comes out of the rows that are written next: the lists at SHOWN, RUNS and SETS have so many entries. */
export function plan(shownColumns: u32, runCount: u32, setCount: u32): void {
  shown = shownColumns;
  runs = runCount;
  sets = setCount;
}

export function clearOutput(): void {
  out = OUTPUT;
}

export function outputLength(): u32 {
  return out - OUTPUT;
}

/** Writes rows up to `until` or to the first that is in doubt; gives the number of the row that comes next. */
export function writeRows(first: u32, until: u32): u32 {
  let row = first;
  for (; row < until; row++) {
    const flags = load<u32>(ROWS + (row << 3), 4);
    if ((flags & DOUBT) != 0) break;
    const ends = ENDS + (load<u32>(ROWS + (row << 3)) << 2);
    const end = endOfLastCell(ends);
    if (shown > 0) out = (flags & CARE) == 0 ? copyRuns(ends, out) : writeShown(ends, end, out);
    if ((flags & QUOTED) == 0) countEmpty(ends, end);
    else countEmptyQuoted(ends, end);
    if (sets > 0) countSets(ends, end);
  }
  return row;
}

/** Without the carriage return before the line feed. */
// @ts-ignore: decorator
@inline
function endOfLastCell(ends: u32): u32 {
  const lineFeed = load<u32>(ends + (theWidth() << 2));
  const from = load<u32>(ends + ((theWidth() - 1) << 2)) + 1;
  return lineFeed - u32(lineFeed > from && load<u8>(lineFeed - 1) == 0x0d);
}

/** Cells that come out as they are, each run of them with the delimiter after it at once. */
// @ts-ignore: decorator
@inline
function copyRuns(ends: u32, into: u32): u32 {
  const last = theWidth() - 1;
  for (let run: u32 = RUNS, end = RUNS + (runs << 3); run < end; run += 8) {
    const first = load<i32>(run);
    const until = load<i32>(run, 4);
    if (first < 0) {
      memory.fill(into, theDelimiter(), until);
      into += until;
      continue;
    }
    const from = load<u32>(ends + (first << 2)) + 1;
    const length =
      (<u32>until == last ? endOfLastCell(ends) : load<u32>(ends + (until << 2), 4)) - from;
    for (let at: u32 = 0; at < length; at += 16) v128.store(into + at, v128.load(from + at));
    into += length;
    store<u8>(into++, theDelimiter());
  }
  store<u8>(into - 1, 0x0a);
  return into;
}

/** Cell by cell, where quotes, white space or formulas are. */
function writeShown(ends: u32, end: u32, into: u32): u32 {
  for (let entry: u32 = SHOWN, last = SHOWN + (shown << 2); entry < last; entry += 4) {
    const column = load<i32>(entry);
    if (column >= 0) {
      const from = load<u32>(ends + (column << 2)) + 1;
      const until = <u32>column == theWidth() - 1 ? end : load<u32>(ends + (column << 2), 4);
      into =
        from < until && load<u8>(from) == 0x22
          ? writeCell(from + 1, until - 1, true, theDelimiter(), into)
          : writeCell(from, until, false, theDelimiter(), into);
    }
    store<u8>(into++, theDelimiter());
  }
  store<u8>(into - 1, 0x0a);
  return into;
}

/** Four columns at a time: a cell is empty where its end follows the end before. */
// @ts-ignore: decorator
@inline
function countEmpty(ends: u32, end: u32): void {
  const width = theWidth();
  const one = i32x4.splat(1);
  for (let at: u32 = 0; at < width << 2; at += 16) {
    const before = v128.load(ends + at);
    const empty = i32x4.eq(i32x4.sub(v128.load(ends + at, 4), before), one);
    v128.store(EMPTY_CELLS + at, i32x4.sub(v128.load(EMPTY_CELLS + at), empty));
  }
  const last = (width - 1) << 2;
  const lineFeed = load<u32>(ends + last, 4);
  if (end != lineFeed && end == load<u32>(ends + last) + 1)
    store<u32>(EMPTY_CELLS + last, load<u32>(EMPTY_CELLS + last) + 1);
}

// @ts-ignore: decorator
@inline
function isEmpty(ends: u32, end: u32, column: u32): bool {
  const from = load<u32>(ends + (column << 2)) + 1;
  const length = (column == theWidth() - 1 ? end : load<u32>(ends + (column << 2), 4)) - from;
  return length == 0 || (length == 2 && load<u8>(from) == 0x22);
}

function countEmptyQuoted(ends: u32, end: u32): void {
  for (let column: u32 = 0; column < theWidth(); column++) {
    const counter = EMPTY_CELLS + (column << 2);
    if (isEmpty(ends, end, column)) store<u32>(counter, load<u32>(counter) + 1);
  }
}

/** Columns that show one element: they count once for a row. */
function countSets(ends: u32, end: u32): void {
  let at: u32 = SETS;
  for (let set: u32 = 0; set < sets; set++) {
    const columns = load<u32>(at);
    const counter = at + 4;
    at += 8;
    let empty = true;
    for (let i: u32 = 0; i < columns; i++, at += 4) empty = empty && isEmpty(ends, end, load<u32>(at));
    if (empty) store<u32>(counter, load<u32>(counter) + 1);
  }
}
