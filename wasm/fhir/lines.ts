// NDJSON under one view: what comes out stands line by line, as it is written to the file; of the account there is one
// for each shape that lines have, not one for each line.
import { isSeen } from "./leaves";
import { moveOutput, outputAt } from "./output";
import {
  HIDDEN,
  LACKS_OWNER,
  LACKS_TYPE,
  SHOWN,
  nextEnd,
  nextShape,
  projectNext,
  startRun,
} from "./project";

/** An event: what it is, then up to five words. */
const EVENT_SIZE: usize = 24;
/** Account and what is unmapped, by address and length, and the place of the type: of lines that are shown. */
const NOTES: u32 = 1;
/** A line to be read as objects, by address and length, and where in the output it belongs. */
const DOUBT: u32 = 2;

const LINE_FEED: u32 = 0x0a;

let lineAt: usize = 0;
let eventsAt: usize = 0;
let notesAt: usize = 0;
let run: u32 = 0;
let lines: u32 = 0;
let shown: u32 = 0;

/** Begins a run over the text in hand from `from` on. */
export function startLines(from: usize, to: usize, limit: usize, events: usize, notes: usize): void {
  startRun(to, limit);
  lineAt = from;
  eventsAt = events;
  notesAt = notes;
  lines = 0;
  shown = 0;
  run++;
}

/** Where the run stands: how many lines there were, how many are shown, where events and notes end. */
export function linesSeen(): u32 {
  return lines;
}

export function linesShown(): u32 {
  return shown;
}

export function eventsEnd(): usize {
  return eventsAt;
}

/**
 * Goes on with the run. 0: all lines are done; else the outcome of the next line, which lacks something in the tables.
 * `isUncovered`: what it lacks is a type that no element covers. Stops, too, with 1, when there is no room for events or
 * notes up to `eventsLimit` and `notesLimit`: every line from there on is in doubt.
 */
export function projectLines(
  until: usize,
  view: usize,
  result: usize,
  isUncovered: bool,
  eventsLimit: usize,
  notesLimit: usize,
): u32 {
  while (true) {
    lineAt = blankEnd(lineAt, until);
    if (lineAt >= until) return 0;
    if (eventsAt + 2 * EVENT_SIZE > eventsLimit) return 1;
    const start = outputAt;
    const outcome = projectNext(lineAt, until, view, isUncovered, result);
    if (outcome === LACKS_TYPE || outcome === LACKS_OWNER) return outcome;
    isUncovered = false;
    lines++;
    const end = outcome === SHOWN || outcome === HIDDEN ? lineEnd(nextEnd(), until) : 0;
    if (end === 0 || (outcome === SHOWN && !keepLine(start, result, notesLimit))) doubtLine(start, until);
    else {
      if (outcome === HIDDEN) moveOutput(start);
      lineAt = end;
    }
  }
}

/** Behind blanks and line feeds. */
function blankEnd(at: usize, until: usize): usize {
  while (at < until && isBlank(load<u8>(at))) at++;
  return at;
}

@inline
function isBlank(byte: u32): bool {
  return byte === LINE_FEED || byte === 0x20 || byte === 0x0d || byte === 0x09;
}

/** Behind the line feed that ends a line whose resource ends at `at`; 0: something else follows it. */
function lineEnd(at: usize, until: usize): usize {
  while (at < until && load<u8>(at) !== LINE_FEED) {
    if (!isBlank(load<u8>(at))) return 0;
    at++;
  }
  return min(at + 1, until);
}

/** Ends the line that came out with a line feed, and notes its account unless one of its shape stands there. */
function keepLine(start: usize, result: usize, notesLimit: usize): bool {
  const account = <usize>load<u32>(result, 12);
  const unmapped = <usize>load<u32>(result, 16);
  const size = unmapped - account + <usize>load<u32>(result, 20);
  const shape = nextShape();
  if (shape === 0 || !isSeen(shape, run)) {
    if (notesAt + size > notesLimit) return false;
    memory.copy(notesAt, account, size);
    event(NOTES, notesAt, unmapped - account, notesAt + (unmapped - account), load<u32>(result, 20), load<u32>(result, 24));
    notesAt += size;
  }
  const end = start + <usize>load<u32>(result, 8);
  store<u8>(end, LINE_FEED);
  moveOutput(end + 1);
  shown++;
  return true;
}

function doubtLine(start: usize, until: usize): void {
  moveOutput(start);
  let end = lineAt;
  while (end < until && load<u8>(end) !== LINE_FEED) end++;
  event(DOUBT, lineAt, end - lineAt, start, 0, 0);
  lineAt = end;
}

function event(kind: u32, a: usize, b: usize, c: usize, d: u32, e: u32): void {
  store<u32>(eventsAt, kind);
  store<u32>(eventsAt, <u32>a, 4);
  store<u32>(eventsAt, <u32>b, 8);
  store<u32>(eventsAt, <u32>c, 12);
  store<u32>(eventsAt, d, 16);
  store<u32>(eventsAt, e, 20);
  eventsAt += EVENT_SIZE;
}
