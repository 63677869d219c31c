// Shapes: texts but for the contents of their values. Records of a type are mostly written in a few shapes, and what is
// decided on the way down one text is decided alike on every other of its shape: no decision looks into a value, save
// for those that tests read (`pin`) or that begin with `#`, whose text is part of the shape, and for escapes, which no
// value of a remembered shape holds. So what came out of one is what comes out of the other, with its own values.
//
// Shapes are kept as a tree for each view. A node is a piece of text up to the next value; what the last node leads to is
// the outcome: the spans that come out, by node and offset, and the account as it is written.
import { HOLE_SIZE, earliestYear, fillsHoles, holesAt, startHoles, yearAt } from "./holes";
import {
  LEAF_ACCOUNT,
  LEAF_HEAD,
  LEAF_HOLES,
  LEAF_HOLE_SIZE,
  LEAF_OUTCOME,
  LEAF_RUN,
  LEAF_SPANS,
  LEAF_TYPE,
  LEAF_UNMAPPED,
  SPAN_SIZE,
  holesOf,
} from "./leaves";
import {
  ENDS,
  HOLES,
  LEAVES,
  LEAVES_SIZE,
  PINS,
  PINS_SIZE,
  PLACES,
  ROOTS,
  ROOTS_SIZE,
  SHAPES,
  SHAPES_SIZE,
  SPANS,
  SPANS_SIZE,
  VIEWS,
  YEARS,
  YEARS_SIZE,
} from "./memory";
import { isDigit, numberEnd } from "./scalar";
import { stopFrom } from "./stops";

const NODE_SIZE: usize = 64;
/** The text of a node, of at most 32 bytes; which of them must agree; how many they are. */
const BITS: usize = 32;
const LENGTH: usize = 36;
/** What follows the text. */
const KIND: usize = 40;
/** The node of what comes then; at the end the outcome. */
const NEXT: usize = 44;
/** The node of another text that could stand here instead. */
const OTHER: usize = 48;
const LONGEST: usize = 32;
/** Nodes on the way through one text. */
const MOST_NODES: usize = 2048;

const STRING: u32 = 0;
const NUMBER: u32 = 1;
const MORE: u32 = 2;
const END: u32 = 3;
/** A text of which the year comes out, its first four digits. */
const YEAR: u32 = 4;

const QUOTE: u32 = 0x22;
const NUMBER_SIGN: u32 = 0x23;
const MINUS: u32 = 0x2d;
const COLON: u32 = 0x3a;

let nodesAt: usize = SHAPES;
let leavesAt: usize = LEAVES;
/** Falls with each shape that is remembered, rises with each that is met again. */
let credit: i32 = 0;
const MOST_CREDIT: i32 = 4096;

/** Texts that tests looked at, by their opening quotes. */
let pinsAt: usize = PINS;
/** Spans of the text that came out so far. */
export let spansAt: usize = SPANS;

/** Forgets all shapes: views come to stand where others stood. */
export function forgetShapes(): void {
  memory.fill(ROOTS, 0, ROOTS_SIZE);
  nodesAt = SHAPES + NODE_SIZE;
  leavesAt = LEAVES;
  credit = MOST_CREDIT;
}

@inline
export function startNotes(): void {
  startHoles();
  yearsAt = YEARS;
  pinsAt = PINS;
  spansAt = SPANS;
}

let yearsAt: usize = YEARS;

/** Notes that of the text at `at` the year comes out. False: there is no room. */
export function noteYear(at: usize): bool {
  if (yearsAt + 4 > YEARS + YEARS_SIZE) return false;
  store<u32>(yearsAt, <u32>at);
  yearsAt += 4;
  return true;
}

function isYear(at: usize): bool {
  for (let year = YEARS; year < yearsAt; year += 4) {
    if (<usize>load<u32>(year) === at) return true;
  }
  return false;
}

/** Notes that a decision depends on the text at `at`. */
@inline
export function pin(at: usize): void {
  if (pinsAt < PINS + PINS_SIZE) store<u32>(pinsAt, <u32>at);
  pinsAt += 4;
}

/** The text in hand has no shape that others could have. */
export function forbidShape(): void {
  pinsAt = PINS + PINS_SIZE + 4;
}

@inline
export function noteSpan(from: usize, until: usize): void {
  if (spansAt < SPANS + SPANS_SIZE) {
    store<u32>(spansAt, <u32>from);
    store<u32>(spansAt, <u32>until, 4);
  }
  spansAt += SPAN_SIZE;
}

@inline
export function restoreSpans(at: usize): void {
  spansAt = at;
}

/** The root of the shapes that begin as this text does, under a view: by the first letters of the type. */
@inline
function rootOf(from: usize, view: usize): usize {
  const letters = load<u64>(from, 17) * 0x9e3779b97f4a7c15;
  return ROOTS + (((view - VIEWS) >> 14) << 8) + (<usize>(letters >> 58) << 2);
}

/** Where the text ends that `outcomeOf` looked at last. */
export let shapeEnd: usize = 0;

/** The outcome of the shape that the text at `from` has; 0: of none that is known. PLACES say where each node stands. */
export function outcomeOf(from: usize, view: usize): usize {
  let node = <usize>load<u32>(rootOf(from, view));
  let at = from;
  let place = PLACES;
  while (node !== 0) {
    const low: u32 = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(node)));
    const high: u32 = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(node, 16)));
    if ((~(low | (high << 16)) & load<u32>(node, BITS)) !== 0) {
      node = <usize>load<u32>(node, OTHER);
      continue;
    }
    store<u32>(place, <u32>at);
    place += 4;
    at += <usize>load<u32>(node, LENGTH);
    const kind = load<u32>(node, KIND);
    const next = <usize>load<u32>(node, NEXT);
    if (kind === STRING) {
      const start: u32 = load<u8>(at);
      at = stopFrom(at);
      if (<u32>load<u8>(at) !== QUOTE || start === NUMBER_SIGN) return 0;
    } else if (kind === YEAR) {
      const start = at;
      at = stopFrom(at);
      const year = yearAt(start, <u32>(at - start));
      if (<u32>load<u8>(at) !== QUOTE || year === 0 || year < earliestYear) return 0;
    } else if (kind === NUMBER) {
      at = numberEnd(at);
      if (at === 0) return 0;
    } else if (kind === END) {
      shapeEnd = at;
      if (next === 0 || (load<u32>(next, LEAF_HOLES) !== 0 && !fillsHoles)) return 0;
      if (credit < MOST_CREDIT) credit += 4;
      return next;
    }
    node = next;
  }
  return 0;
}

/**
 * Remembers the shape of a text without white space that was walked to its end, and what came of it: the account stands
 * at `account`, what is unmapped behind it.
 */
export function rememberShape(
  from: usize,
  until: usize,
  view: usize,
  outcome: u32,
  type: u32,
  account: usize,
  accountSize: usize,
  unmappedSize: usize,
): void {
  credit -= 1;
  if (credit < 0 && (credit & 15) !== 0) return;
  if (pinsAt > PINS + PINS_SIZE || spansAt > SPANS + SPANS_SIZE) return;
  const last = addPath(from, until, rootOf(from, view));
  if (last === 0) return;
  const spans = (spansAt - SPANS) / SPAN_SIZE;
  const holes = (holesAt - HOLES) / HOLE_SIZE;
  const notes = LEAF_HEAD + spans * SPAN_SIZE + holes * LEAF_HOLE_SIZE;
  const size = notes + accountSize + unmappedSize;
  const leaf = leavesAt;
  if (leaf + size + 64 > LEAVES + LEAVES_SIZE) return forgetShapes();
  store<u32>(leaf, outcome, LEAF_OUTCOME);
  store<u32>(leaf, type, LEAF_TYPE);
  store<u32>(leaf, 0, LEAF_RUN);
  store<u32>(leaf, <u32>spans, LEAF_SPANS);
  store<u32>(leaf, <u32>holes, LEAF_HOLES);
  store<u32>(leaf, <u32>accountSize, LEAF_ACCOUNT);
  store<u32>(leaf, <u32>unmappedSize, LEAF_UNMAPPED);
  if (!writeBoundaries(leaf + LEAF_HEAD) || !writeLeafHoles(holesOf(leaf))) return;
  memory.copy(leaf + notes, account, accountSize + unmappedSize);
  leavesAt = (leaf + size + 15) & ~15;
  store<u32>(last, <u32>leaf, NEXT);
}

/** Nodes on the path that `addPath` took last, beside PLACES. */
let pathLength: usize = 0;

/** Adds the nodes of a text that are missing; the last of them, or 0 where the text has no shape. */
function addPath(from: usize, until: usize, root: usize): usize {
  let link = root;
  let start = from;
  let at = from;
  let node: usize = 0;
  pathLength = 0;
  while (at < until) {
    const byte: u32 = load<u8>(at);
    const isNumber = isDigit(byte) || byte === MINUS;
    if (!isNumber && byte !== QUOTE) {
      at++;
      continue;
    }
    const stop = isNumber ? numberEnd(at) : stopFrom(at + 1);
    const end = isNumber ? stop : stop + 1;
    if (!isNumber && <u32>load<u8>(stop) !== QUOTE) return 0;
    const isName = !isNumber && (<u32>load<u8>(end) === COLON || <u32>load<u8>(at, 1) === NUMBER_SIGN);
    if (!isName && !isPinned(at)) {
      const kind = isNumber ? NUMBER : isYear(at) ? YEAR : STRING;
      node = addPieces(link, start, isNumber ? at : at + 1, kind);
      if (node === 0) return 0;
      link = node + NEXT;
      start = stop;
    }
    at = end;
  }
  return addPieces(link, start, until, END);
}

function isPinned(at: usize): bool {
  for (let pinned = PINS; pinned < pinsAt; pinned += 4) {
    if (<usize>load<u32>(pinned) === at) return true;
  }
  return false;
}

/** The node of a piece of text, in nodes of 32 bytes at most; the last of them, or 0 where there is no room. */
function addPieces(link: usize, from: usize, until: usize, kind: u32): usize {
  while (until - from > LONGEST) {
    const node = addNode(link, from, LONGEST, MORE);
    if (node === 0) return 0;
    link = node + NEXT;
    from += LONGEST;
  }
  return addNode(link, from, until - from, kind);
}

function addNode(link: usize, from: usize, length: usize, kind: u32): usize {
  if (pathLength === MOST_NODES) return 0;
  store<u32>(PLACES + (pathLength << 2), <u32>from);
  store<u32>(ENDS + (pathLength << 2), <u32>(from + length));
  pathLength++;
  let node = <usize>load<u32>(link);
  while (node !== 0) {
    const isSame = <usize>load<u32>(node, LENGTH) === length && load<u32>(node, KIND) === kind;
    if (isSame && memory.compare(node, from, length) === 0) return node;
    // What came first is what comes most.
    link = node + OTHER;
    node = <usize>load<u32>(link);
  }
  if (nodesAt + NODE_SIZE > SHAPES + SHAPES_SIZE) {
    forgetShapes();
    return 0;
  }
  node = nodesAt;
  nodesAt += NODE_SIZE;
  memory.fill(node, 0, NODE_SIZE);
  memory.copy(node, from, length);
  store<u32>(node, <u32>(((<u64>1) << length) - 1), BITS);
  store<u32>(node, <u32>length, LENGTH);
  store<u32>(node, kind, KIND);
  store<u32>(link, <u32>node);
  return node;
}

/** Writes the spans by node and offset; false where one begins or ends inside of a value. */
function writeBoundaries(to: usize): bool {
  boundaryIndex = 0;
  for (let at = SPANS; at < spansAt; at += 4) {
    if (!writeBoundary(<usize>load<u32>(at), to)) return false;
    to += 4;
  }
  return true;
}

/** The node that the last boundary is in; the next one is not in an earlier node. */
let boundaryIndex: usize = 0;

/** False where it is inside of a value, other than behind the digits of a year. */
function writeBoundary(boundary: usize, to: usize): bool {
  let index = boundaryIndex;
  while (index + 1 < pathLength && <usize>load<u32>(PLACES + ((index + 1) << 2)) <= boundary) index++;
  boundaryIndex = index;
  const end = <usize>load<u32>(ENDS + (index << 2));
  if (boundary > end && !(boundary === end + 4 && isYear(end - 1))) return false;
  store<u16>(to, <u16>index);
  store<u16>(to, <u16>(boundary - <usize>load<u32>(PLACES + (index << 2))), 2);
  return true;
}

function writeLeafHoles(to: usize): bool {
  for (let hole = HOLES; hole < holesAt; hole += HOLE_SIZE) {
    boundaryIndex = 0;
    const isPlaced =
      writeBoundary(<usize>load<u32>(hole, 4), to) &&
      writeBoundary(<usize>load<u32>(hole, 16), to + 8) &&
      writeBoundary(<usize>load<u32>(hole, 8), to + 4);
    // The text is all of it, or a value of its own, which begins where a node ends.
    const isWhole = load<u32>(hole, 16) === load<u32>(hole, 4);
    if (!isPlaced || (!isWhole && <usize>load<u32>(hole, 16) !== endOfNode(to + 8))) return false;
    store<u32>(to, load<u32>(hole, 12), 12);
    to += LEAF_HOLE_SIZE;
  }
  return true;
}

function endOfNode(boundary: usize): usize {
  return <usize>load<u32>(ENDS + (<usize>load<u16>(boundary) << 2));
}
