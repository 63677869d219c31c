// Writes what comes out of rows, and counts empty cells.
import { writeCell } from "./cell";
import { DOUBT, EMPTY_CELLS, ENDS, ODD_BYTES, OUTPUT, QUOTED, ROWS, RUNS, SETS } from "./memory";
import { theDelimiter, theWidth } from "./rows";

let out: u32 = OUTPUT;
let runs: u32 = 0;
let sets: u32 = 0;

/** What comes out of the rows that are written next: the lists at RUNS and SETS have so many entries. */
export function plan(runCount: u32, setCount: u32): void {
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
    if (runs > 0) out = writeRow(ends, end, out);
    countEmpty(ends, end, (flags & QUOTED) != 0);
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

/** Run by run: all at once with the delimiters between where no cell of it is odd, else cell by cell. */
// @ts-ignore: decorator
@inline
function writeRow(ends: u32, end: u32, into: u32): u32 {
  for (let run: u32 = RUNS, last = RUNS + (runs << 3); run < last; run += 8) {
    const first = load<i32>(run);
    const until = load<i32>(run, 4);
    if (first < 0) {
      memory.fill(into, theDelimiter(), until);
      into += until;
      continue;
    }
    if (hasOddCell(ends, end, first, until)) {
      into = writeCells(ends, end, first, until, into);
      continue;
    }
    into = copy(load<u32>(ends + (first << 2)) + 1, endOf(ends, end, until), into);
    store<u8>(into++, theDelimiter());
  }
  store<u8>(into - 1, 0x0a);
  return into;
}

// @ts-ignore: decorator
@inline
function endOf(ends: u32, end: u32, column: u32): u32 {
  return column == theWidth() - 1 ? end : load<u32>(ends + (column << 2), 4);
}

// @ts-ignore: decorator
@inline
function copy(from: u32, until: u32, into: u32): u32 {
  const length = until - from;
  for (let at: u32 = 0; at < length; at += 16) v128.store(into + at, v128.load(from + at));
  return into + length;
}

// @ts-ignore: decorator
@inline
function isOdd(at: u32): u32 {
  return load<u8>(ODD_BYTES + load<u8>(at));
}

// @ts-ignore: decorator
@inline
function hasOddCell(ends: u32, end: u32, first: u32, last: u32): bool {
  let odd: u32 = 0;
  for (let column = first; column <= last; column++) {
    const from = load<u32>(ends + (column << 2)) + 1;
    const until = endOf(ends, end, column);
    if (from < until) odd |= isOdd(from) | isOdd(until - 1);
  }
  return odd != 0;
}

function writeCells(ends: u32, end: u32, first: u32, last: u32, into: u32): u32 {
  for (let column = first; column <= last; column++) {
    const from = load<u32>(ends + (column << 2)) + 1;
    const until = endOf(ends, end, column);
    if (from < until) {
      if ((isOdd(from) | isOdd(until - 1)) == 0) into = copy(from, until, into);
      else if (load<u8>(from) == 0x22) into = writeCell(from + 1, until - 1, true, theDelimiter(), into);
      else into = writeCell(from, until, false, theDelimiter(), into);
    }
    store<u8>(into++, theDelimiter());
  }
  return into;
}

/** Four columns at a time: a cell is empty where its end follows the end before. */
// @ts-ignore: decorator
@inline
function countEmpty(ends: u32, end: u32, quoted: bool): void {
  const width = theWidth();
  const one = i32x4.splat(1);
  const three = i32x4.splat(3);
  for (let at: u32 = 0; at < width << 2; at += 16) {
    const lengths = i32x4.sub(v128.load(ends + at, 4), v128.load(ends + at));
    v128.store(EMPTY_CELLS + at, i32x4.sub(v128.load(EMPTY_CELLS + at), i32x4.eq(lengths, one)));
    if (quoted && v128.any_true(i32x4.eq(lengths, three))) countEmptyQuotes(ends, at >>> 2, end);
  }
  const last = (width - 1) << 2;
  const from = load<u32>(ends + last) + 1;
  const isCounted = load<u32>(ends + last, 4) == from;
  // Of the last column, where a carriage return follows: `\r` alone, and `""\r`.
  if (isCounted || load<u32>(ends + last, 4) == end) return;
  if (end == from || (end - from == 2 && load<u8>(from) == 0x22)) addEmpty(width - 1);
}

/** Of four columns those that hold nothing in quotes. */
function countEmptyQuotes(ends: u32, first: u32, end: u32): void {
  for (let column = first; column < min(first + 4, theWidth()); column++) {
    const from = load<u32>(ends + (column << 2)) + 1;
    const until = load<u32>(ends + (column << 2), 4);
    if (until - from == 2 && load<u8>(from) == 0x22 && load<u8>(from + 1) == 0x22) addEmpty(column);
  }
}

// @ts-ignore: decorator
@inline
function addEmpty(column: u32): void {
  const counter = EMPTY_CELLS + (column << 2);
  store<u32>(counter, load<u32>(counter) + 1);
}

// @ts-ignore: decorator
@inline
function isEmpty(ends: u32, end: u32, column: u32): bool {
  const from = load<u32>(ends + (column << 2)) + 1;
  const length = (column == theWidth() - 1 ? end : load<u32>(ends + (column << 2), 4)) - from;
  return length == 0 || (length == 2 && load<u8>(from) == 0x22);
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
