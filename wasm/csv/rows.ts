// Finds cells and rows (RFC 4180), 64 bytes at a time. A row is what lies between line feeds outside of quotes.
import { equalMask, prefixXor, writePositions } from "./block";
import { codeHits, separatorCarry } from "./codes";
import { CODES, DOUBT, ENDS, INPUT, QUOTED, ROWS, SAME_PATIENT } from "./memory";

let delimiter: u8 = 0;
let width: u32 = 0;
let longest: u32 = 0;
/** Position of the column that names the patient where rows are told apart by it, else -1. */
let patient: i32 = -1;
let findsCodes: bool = false;

/** Where the complete rows of the last `indexRows` end, and how many line feeds they have. */
let rowsEnd: u32 = 0;
let lineFeeds: u32 = 0;

let rowCount: u32 = 0;
let cellCount: u32 = 0;
let firstCell: u32 = 0;
let rowFlags: u32 = 0;
let swallows: bool = false;
/** Line feeds up to where the index has come. */
let feeds: u32 = 0;

export function configure(theDelimiter: u8, columns: u32, longestRow: u32, patientColumn: i32, codes: bool): void {
  delimiter = theDelimiter;
  width = columns;
  longest = longestRow;
  patient = patientColumn;
  findsCodes = codes;
}

export function endOfRows(): u32 {
  return rowsEnd - INPUT;
}

export function lineFeedsInRows(): u32 {
  return lineFeeds;
}

export function theDelimiter(): u8 {
  return delimiter;
}

export function theWidth(): u32 {
  return width;
}

// What the block before leaves for the one that follows: the last bit of its masks.
let inside: u64 = 0;
let carryBoundary: u64 = 0;
let carryClose: u64 = 0;
let carryReturn: u64 = 0;
let carrySeparator: u64 = 0;

/** Indexes the bytes of the input in [from, until), which begin a row. Gives the number of complete rows. */
export function indexRows(from: u32, until: u32): u32 {
  const begin = INPUT + from;
  const end = INPUT + until;
  memory.fill(end, 0, 128);
  rowCount = 0;
  cellCount = 0;
  firstCell = 0;
  rowFlags = 0;
  swallows = false;
  rowsEnd = begin;
  lineFeeds = 0;
  feeds = 0;
  inside = 0;
  carryBoundary = 1;
  carryClose = 0;
  carryReturn = 0;
  carrySeparator = 1;
  // Each cell begins after the end of the one before; so does the first.
  store<u32>(ENDS, begin - 1);
  for (let at = begin; at < end; at += 64) indexBlock(at);
  return rowCount;
}

// @ts-ignore: decorator
@inline
function indexBlock(at: u32): void {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  const quotes = equalMask(a, b, c, d, i8x16.splat(0x22));
  const feedsHere = equalMask(a, b, c, d, i8x16.splat(0x0a));
  const within = prefixXor(quotes) ^ inside;
  inside = <u64>(<i64>within >> 63);
  const boundaries = (equalMask(a, b, c, d, i8x16.splat(delimiter)) | feedsHere) & ~within;
  const rowEnds = feedsHere & ~within;
  const doubts = doubtsIn(equalMask(a, b, c, d, i8x16.splat(0x0d)), quotes, within, boundaries, rowEnds);
  let hits: u64 = 0;
  if (findsCodes) {
    hits = codeHits(at, carrySeparator);
    carrySeparator = separatorCarry(at);
  }
  writePositions(boundaries, at, ENDS + ((cellCount + 1) << 2));
  const before = cellCount;
  let done: u64 = 0;
  for (let left = rowEnds; left != 0; left &= left - 1) {
    const upTo = left ^ (left - 1);
    const here = upTo & ~done;
    done = upTo;
    noteFlags(quotes & here, doubts & here, hits & here, feedsHere & within & here);
    cellCount = before + <u32>popcnt(boundaries & upTo);
    endRow(at + <u32>ctz(left));
    feeds += <u32>popcnt(feedsHere & here);
    lineFeeds = feeds;
  }
  noteFlags(quotes & ~done, doubts & ~done, hits & ~done, feedsHere & within & ~done);
  feeds += <u32>popcnt(feedsHere & ~done);
  cellCount = before + <u32>popcnt(boundaries);
}

/** Quotes that neither stand around a whole cell nor are doubled, and carriage returns that end no line. */
// @ts-ignore: decorator
@inline
function doubtsIn(returns: u64, quotes: u64, within: u64, boundaries: u64, rowEnds: u64): u64 {
  const closes = quotes & ~within;
  const afterClose = (closes << 1) | carryClose;
  const afterReturn = (returns << 1) | carryReturn;
  const starts = (boundaries << 1) | carryBoundary;
  carryClose = closes >> 63;
  carryReturn = returns >> 63;
  carryBoundary = boundaries >> 63;
  return (
    (afterClose & ~(boundaries | quotes | returns)) |
    (quotes & within & ~(starts | afterClose)) |
    (afterReturn & ~rowEnds)
  );
}

/** Line feeds in [from, until) of the input. */
export function countLineFeeds(from: u32, until: u32): u32 {
  const lineFeed = i8x16.splat(0x0a);
  const end = INPUT + until;
  let count: u32 = 0;
  for (let at = INPUT + from; at < end; at += 64) {
    const left = end - at;
    const feeds = equalMask(v128.load(at), v128.load(at, 16), v128.load(at, 32), v128.load(at, 48), lineFeed);
    count += <u32>popcnt(left < 64 ? feeds & (((<u64>1) << left) - 1) : feeds);
  }
  return count;
}

// @ts-ignore: decorator
@inline
function noteFlags(quotes: u64, doubts: u64, hits: u64, feedsWithin: u64): void {
  if (quotes != 0) rowFlags |= QUOTED;
  if (doubts != 0) rowFlags |= DOUBT;
  if (hits != 0) rowFlags |= CODES;
  if (feedsWithin != 0) swallows = true;
}

// @ts-ignore: decorator
@inline
function endRow(lineFeed: u32): void {
  const start = rowsEnd;
  let flags = rowFlags;
  if (cellCount - firstCell != width || lineFeed - start > longest) flags |= DOUBT;
  if (load<u8>(start) <= 0x20 && isBlank(start, lineFeed)) flags |= DOUBT;
  if (swallows && swallowsRow(firstCell)) flags |= DOUBT;
  if (patient >= 0 && (flags & DOUBT) == 0 && samePatient()) flags |= SAME_PATIENT;
  const row = ROWS + (rowCount << 3);
  store<u32>(row, firstCell);
  store<u32>(row, flags, 4);
  rowCount++;
  firstCell = cellCount;
  rowsEnd = lineFeed + 1;
  rowFlags = 0;
  swallows = false;
}

function isBlank(from: u32, until: u32): bool {
  for (let at = from; at < until; at++) {
    const byte = load<u8>(at);
    if (byte != 0x20 && byte != 0x09 && byte != 0x0d) return false;
  }
  return true;
}

/** True when a cell holds a line end and as many delimiters as a row has. */
function swallowsRow(first: u32): bool {
  if (width < 2) return false;
  const ends = ENDS + (first << 2);
  for (let column: u32 = 0; column < width; column++) {
    const until = load<u32>(ends + (column << 2), 4);
    let feeds: u32 = 0;
    let delimiters: u32 = 0;
    for (let at = load<u32>(ends + (column << 2)) + 1; at < until; at++) {
      const byte = load<u8>(at);
      feeds += u32(byte == 0x0a);
      delimiters += u32(byte == delimiter);
    }
    if (feeds > 0 && delimiters + 1 >= width) return true;
  }
  return false;
}

/** Of two rows that follow each other, the first of which is in no doubt. */
function samePatient(): bool {
  if (rowCount == 0) return false;
  const before = ROWS + ((rowCount - 1) << 3);
  if ((load<u32>(before, 4) & DOUBT) != 0) return false;
  const last = ENDS + ((load<u32>(before) + patient) << 2);
  const own = ENDS + ((firstCell + patient) << 2);
  const from = load<u32>(own) + 1;
  const length = load<u32>(own, 4) - from;
  const other = load<u32>(last) + 1;
  return length == load<u32>(last, 4) - other && memory.compare(from, other, length) == 0;
}
