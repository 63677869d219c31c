// Projects resources one after the other: the entry of the host.
import {
  accountSize,
  setAccounts,
  silenceAccount,
  startAccount,
  unmappedSize,
  writeAccount,
  writeUnmapped,
} from "./account";
import { findBrackets } from "./brackets";
import { compact, isSpace } from "./compact";
import { holesAt } from "./holes";
import {
  accountLength,
  hasHoles,
  noteHolesOf,
  outcomeKind,
  typeOfOutcome,
  unmappedLength,
  writeNotes,
  writeSpans,
} from "./leaves";
import { HOLES, SILENCE, SPANS } from "./memory";
import { leaveNames, nameLength, namesAt, startNames } from "./names";
import { finishOutput, moveOutput, outputAt, startOutput } from "./output";
import { ownerOf } from "./probe";
import { outcomeOf, pin, rememberShape, restoreSpans, shapeEnd, startNotes } from "./shapes";
import { valueEnd } from "./skip";
import { split } from "./split";
import { findStops, stopFrom, useStops } from "./stops";
import {
  HAS_VARIANTS,
  MEMBER_NODE,
  NODE_FLAGS,
  NODE_RULE,
  NODE_VARIANTS,
  TYPES_MASK,
  TYPES_PLACE,
  WALK,
  memberAt,
} from "./tables";
import { HAS_SPACE, NEEDS_OWNER, clearTrouble, trouble, unexpected } from "./trouble";
import { SHOWN as END_SHOWN, actionOf, objectEnd, useActions } from "./walk";

/** Outcomes. */
export const IN_DOUBT: u32 = 0;
export const SHOWN: u32 = 1;
/** Well-formed, and nothing of it may be seen. */
export const HIDDEN: u32 = 2;
/** Well-formed, and of a type that is in no table. */
export const UNCOVERED: u32 = 3;
/** To be tried again when the tables have what is missing. */
export const LACKS_TYPE: u32 = 4;
export const LACKS_OWNER: u32 = 5;

/** Where the text in hand and the bits of its stops begin. */
let textAt: usize = 0;
let stopsAt: usize = 0;

/**
 * Takes a text in hand for `project`, and for `splitText` where `brackets` is not 0; true when all of it is ASCII.
 * `stops` has room for an eighth of it and 24 bytes, `brackets` for a quarter and 16. All stand at multiples of 64.
 */
export function useText(from: usize, until: usize, stops: usize, brackets: usize): bool {
  textAt = from;
  stopsAt = stops;
  return brackets === 0 ? findStops(from, until, stops) : findBrackets(from, until, stops, brackets);
}

/** Task: from, until, address of the view's actions, 1 where a type that is in no table is covered by none. */
const TASK_SIZE: usize = 16;
/**
 * Result: outcome, address and length of the text, address of the account, address and length of what is unmapped; then
 * of the type its place in the tables, where the resource is shown, or else address and length of its name; address of
 * the holes, and their length.
 */
const RESULT_SIZE: usize = 40;

const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;
const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;

let outputLimit: usize = 0;
let endAt: usize = 0;
/** The shape that the last resource had before, or 0. */
let knownShape: usize = 0;
let typeAt: usize = 0;
let typeLength: u32 = 0;
let typePlace: u32 = 0;

/**
 * Projects the tasks from the `first` on, and writes what comes out from `to` on; the index of the first that is not
 * done for want of something in the tables, or `count`. `limit`: what would need more room is in doubt; up to 64 bytes
 * behind it are written to. `spare` has room for the compact text of a task, and `spareStops` for its stops.
 */
export function project(
  tasks: usize,
  first: u32,
  count: u32,
  results: usize,
  to: usize,
  limit: usize,
  spare: usize,
  spareStops: usize,
): u32 {
  startRun(to, limit);
  for (let index = first; index < count; index++) {
    const result = results + <usize>index * RESULT_SIZE;
    v128.store(result, i64x2.splat(0));
    v128.store(result, i64x2.splat(0), 16);
    store<u64>(result, 0, 32);
    const outcome = projectOne(tasks + <usize>index * TASK_SIZE, result, spare, spareStops);
    store<u32>(result, outcome);
    store<u32>(result, outcome === SHOWN ? typePlace : <u32>typeAt, 24);
    store<u32>(result, typeLength, 28);
    if (outcome === LACKS_TYPE || outcome === LACKS_OWNER) return index;
  }
  return count;
}

/** Splits the text in hand, which ends at `until`: see split.ts. */
export function splitText(until: usize, to: usize): u32 {
  useStops(textAt, stopsAt);
  return split(textAt, until, to, false);
}

/** Behind the last result. */
export function outputEnd(): usize {
  return outputAt;
}

export { setAccounts };

/**
 * Splits the text in hand, which ends at `until`, and projects each resource under one view on the way: its results
 * stand at `results`. Gives 0 where `splitText` would, and where one resource is in doubt or lacks something.
 */
export function projectBundle(until: usize, to: usize, view: usize, results: usize, output: usize, limit: usize): u32 {
  startRun(output, limit);
  splitView = view;
  splitResult = results;
  const count = split(textAt, until, to, true);
  splitView = 0;
  return count;
}

/** One resource of many, for lines.ts: `attempt`, where it ended, the shape it had. */
export function projectNext(from: usize, until: usize, view: usize, isUncovered: bool, result: usize): u32 {
  const outcome = attempt(from, until, view, isUncovered, result);
  store<u32>(result, outcome);
  store<u32>(result, outcome === SHOWN ? typePlace : <u32>typeAt, 24);
  store<u32>(result, typeLength, 28);
  return outcome;
}

export function nextEnd(): usize {
  return endAt;
}

export function nextShape(): usize {
  return knownShape;
}

/** Prepares for `projectNext` on the text in hand. */
export function startRun(to: usize, limit: usize): void {
  moveOutput(to);
  outputLimit = limit;
  useStops(textAt, stopsAt);
  startNames();
}

let splitView: usize = 0;
let splitResult: usize = 0;

/** Behind the resource at `at` of the Bundle that `projectBundle` splits; 0: it is in doubt, or lacks something. */
export function resourceEnd(at: usize, until: usize): usize {
  v128.store(splitResult, i64x2.splat(0));
  v128.store(splitResult, i64x2.splat(0), 16);
  store<u64>(splitResult, 0, 32);
  const outcome = attempt(at, until, splitView, false, splitResult);
  if (outcome !== SHOWN && outcome !== HIDDEN) return 0;
  store<u32>(splitResult, outcome);
  store<u32>(splitResult, typePlace, 24);
  splitResult += RESULT_SIZE;
  return endAt;
}

function projectOne(task: usize, result: usize, spare: usize, spareStops: usize): u32 {
  let from = <usize>load<u32>(task);
  let until = <usize>load<u32>(task, 4);
  while (from < until && isSpace(load<u8>(from))) from++;
  while (until > from && isSpace(load<u8>(until - 1))) until--;
  if (from >= until) return IN_DOUBT;
  const view = <usize>load<u32>(task, 8);
  const isUncovered = load<u32>(task, 12) !== 0;
  let outcome = wholeOf(from, until, view, isUncovered, result);
  if (outcome === IN_DOUBT && trouble === HAS_SPACE) {
    const length = compact(from, until, spare);
    if (length === 0) return IN_DOUBT;
    findStops(spare, spare + length, spareStops);
    useStops(spare, spareStops);
    outcome = wholeOf(spare, spare + length, view, isUncovered, result);
    useStops(textAt, stopsAt);
  }
  return outcome;
}

/** `attempt` on a resource that ends where the text does. */
function wholeOf(from: usize, until: usize, view: usize, isUncovered: bool, result: usize): u32 {
  const start = outputAt;
  const outcome = attempt(from, until, view, isUncovered, result);
  if (outcome === IN_DOUBT || outcome >= LACKS_TYPE || endAt === until) return outcome;
  unexpected(endAt);
  moveOutput(start);
  return IN_DOUBT;
}

/** Projects the resource at `from`, which ends before `until`, at `endAt`. */
function attempt(from: usize, until: usize, view: usize, isUncovered: bool, result: usize): u32 {
  const start = outputAt;
  // What is shown is no longer than the text.
  if (start + (until - from) + accountSize() > outputLimit) return IN_DOUBT;
  const known = outcomeOf(from, view);
  knownShape = known;
  if (known !== 0) {
    endAt = shapeEnd;
    return recall(known, start, result);
  }
  const names = namesAt;
  startOutput(start);
  startNotes();
  startAccount();
  clearTrouble();
  const outcome = attemptAt(from, until, view, isUncovered);
  leaveNames(names);
  if (outcome === IN_DOUBT || outcome >= LACKS_TYPE) moveOutput(start);
  else if (!writeResult(start, outcome, result)) return IN_DOUBT;
  else if (outcome !== UNCOVERED) remember(from, endAt, view, outcome, result);
  return outcome;
}

/** What came of another text of the same shape, with the values of this one. */
function recall(known: usize, start: usize, result: usize): u32 {
  const end = outcomeKind(known) === SHOWN ? writeSpans(known, start) : start;
  typePlace = typeOfOutcome(known);
  store<u32>(end, 0);
  const account = (end + 3) & ~3;
  const unmapped = account + accountLength(known);
  store<u32>(result, <u32>start, 4);
  store<u32>(result, <u32>(end - start), 8);
  store<u32>(result, <u32>account, 12);
  store<u32>(result, <u32>unmapped, 16);
  store<u32>(result, <u32>unmappedLength(known), 20);
  moveOutput(unmapped + unmappedLength(known));
  if (outputAt > outputLimit) {
    moveOutput(start);
    return IN_DOUBT;
  }
  writeNotes(known, account);
  if (hasHoles(known)) {
    noteHolesOf(known, start);
    if (!writeHoles(result)) {
      moveOutput(start);
      return IN_DOUBT;
    }
  }
  return outcomeKind(known);
}

function remember(from: usize, until: usize, view: usize, outcome: u32, result: usize): void {
  if (outcome === HIDDEN) restoreSpans(SPANS);
  const account = <usize>load<u32>(result, 12);
  const unmapped = <usize>load<u32>(result, 16);
  rememberShape(from, until, view, outcome, typePlace, account, unmapped - account, <usize>load<u32>(result, 20));
}

function attemptAt(from: usize, until: usize, view: usize, isUncovered: bool): u32 {
  if (<u32>load<u8>(from) !== OPEN_OBJECT) return IN_DOUBT;
  if (!findType(from)) return IN_DOUBT;
  let node: u32 = 0;
  if (typeLength > 0) {
    const type = memberAt(typeAt, typeLength, TYPES_PLACE, TYPES_MASK, 1);
    if (type === 0 && !isUncovered) return LACKS_TYPE;
    typePlace = type;
    if (type !== 0) node = load<u32>(type, MEMBER_NODE);
  }
  if (node !== 0 && (load<u32>(node, NODE_FLAGS) & HAS_VARIANTS) !== 0) {
    node = ownerOf(from, load<u32>(node, NODE_VARIANTS), 0, true);
    if (node === 0) return trouble === NEEDS_OWNER ? LACKS_OWNER : IN_DOUBT;
  }
  useActions(view);
  const isVisible = node !== 0 && actionOf(load<u32>(node, NODE_RULE)) === WALK;
  if (!isVisible) {
    useActions(SILENCE);
    silenceAccount();
  }
  endAt = objectEnd(from, node, 0) & ~END_SHOWN;
  if (endAt === 0 && trouble === NEEDS_OWNER) return LACKS_OWNER;
  if (endAt === 0 || endAt > until) return IN_DOUBT;
  if (isVisible) return SHOWN;
  return node === 0 ? UNCOVERED : HIDDEN;
}

/** False: there is no room for it. */
function writeResult(start: usize, outcome: u32, result: usize): bool {
  if (outcome === SHOWN) finishOutput();
  else startOutput(start);
  store<u32>(result, <u32>start, 4);
  store<u32>(result, <u32>(outputAt - start), 8);
  // Nothing but the result is copied out, not even between its parts.
  store<u32>(outputAt, 0);
  moveOutput((outputAt + 3) & ~3);
  store<u32>(result, <u32>outputAt, 12);
  writeAccount();
  store<u32>(result, <u32>outputAt, 16);
  if (outputAt + unmappedSize() > outputLimit) {
    moveOutput(start);
    return false;
  }
  store<u32>(result, writeUnmapped(), 20);
  if (outcome === SHOWN && !writeHoles(result)) {
    moveOutput(start);
    return false;
  }
  return true;
}

/** Writes the holes of a result behind everything else. False: there is no room. */
function writeHoles(result: usize): bool {
  const length = holesAt - HOLES;
  if (length === 0) return true;
  if (outputAt + length > outputLimit) return false;
  memory.copy(outputAt, HOLES, length);
  store<u32>(result, <u32>outputAt, 32);
  store<u32>(result, <u32>length, 36);
  moveOutput(outputAt + length);
  return true;
}

const RESOURCE: u64 = 0x656372756f736572;
const TYPE: u32 = 0x65707954;

/** Finds the resource's type; without one the length is 0. False in doubt. The walk notices one that comes twice. */
function findType(at: usize): bool {
  typeLength = 0;
  at++;
  if (<u32>load<u8>(at) === CLOSE_OBJECT) return true;
  while (true) {
    const length = <u32>load<u8>(at) === QUOTE ? nameLength(at + 1) : 0;
    if (length === 0) {
      if (<u32>load<u8>(at) !== QUOTE) unexpected(at);
      return false;
    }
    const value = at + 3 + <usize>length;
    if (length === 12 && load<u64>(at, 1) === RESOURCE && load<u32>(at, 9) === TYPE) return readType(value);
    at = valueEnd(value, 1);
    if (at === 0) return false;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_OBJECT) return true;
    if (byte !== COMMA) {
      unexpected(at - 1);
      return false;
    }
  }
}

/** A type that no table could hold is in doubt; one that is no text is none. */
function readType(value: usize): bool {
  if (<u32>load<u8>(value) !== QUOTE) {
    if (isSpace(load<u8>(value))) unexpected(value);
    return !isSpace(load<u8>(value));
  }
  pin(value);
  typeAt = value + 1;
  typeLength = <u32>(stopFrom(typeAt) - typeAt);
  return typeLength > 0 && <u32>load<u8>(typeAt + <usize>typeLength) === QUOTE;
}
