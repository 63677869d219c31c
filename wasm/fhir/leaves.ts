// Outcomes of shapes: what of a text comes out, told by the nodes of its shape, and the account as it is written.
import { noteHole, startHoles } from "./holes";
import { PLACES } from "./memory";

/** Outcome: the lengths of its parts, then the spans, from and until by node and offset; the holes; the account. */
export const LEAF_OUTCOME: usize = 0;
export const LEAF_TYPE: usize = 4;
export const LEAF_SPANS: usize = 8;
export const LEAF_ACCOUNT: usize = 12;
export const LEAF_UNMAPPED: usize = 16;
/** The last run over lines that met the shape. */
export const LEAF_RUN: usize = 20;
export const LEAF_HOLES: usize = 24;
export const LEAF_HEAD: usize = 28;
export const SPAN_SIZE: usize = 8;
/** From and until, until of the text's beginning, each by node and offset; account and kind. */
export const LEAF_HOLE_SIZE: usize = 16;

@inline
export function outcomeKind(leaf: usize): u32 {
  return load<u32>(leaf, LEAF_OUTCOME);
}

@inline
export function typeOfOutcome(leaf: usize): u32 {
  return load<u32>(leaf, LEAF_TYPE);
}

/** True when this run met the shape before; from now on it has. */
export function isSeen(leaf: usize, run: u32): bool {
  if (load<u32>(leaf, LEAF_RUN) === run) return true;
  store<u32>(leaf, run, LEAF_RUN);
  return false;
}

@inline
export function accountLength(leaf: usize): usize {
  return <usize>load<u32>(leaf, LEAF_ACCOUNT);
}

@inline
export function unmappedLength(leaf: usize): usize {
  return <usize>load<u32>(leaf, LEAF_UNMAPPED);
}

/** Writes the spans of the text that `outcomeOf` looked at last; where they end. */
export function writeSpans(leaf: usize, to: usize): usize {
  let span = leaf + LEAF_HEAD;
  const end = span + <usize>load<u32>(leaf, LEAF_SPANS) * SPAN_SIZE;
  for (; span < end; span += SPAN_SIZE) {
    const from = boundaryAt(span);
    const until = boundaryAt(span + 4);
    const shift = to - from;
    let at = from;
    do {
      v128.store(at + shift, v128.load(at));
      v128.store(at + shift, v128.load(at, 16), 16);
      at += 32;
    } while (at < until);
    to = until + shift;
  }
  return to;
}

@inline
export function holesOf(leaf: usize): usize {
  return leaf + LEAF_HEAD + <usize>load<u32>(leaf, LEAF_SPANS) * SPAN_SIZE;
}

/**
 * Notes the holes of the text that `outcomeOf` looked at last, whose spans were written from `to` on. Spans and holes
 * stand in their order, and no hole crosses the end of a span.
 */
export function noteHolesOf(leaf: usize, to: usize): void {
  startHoles();
  let span = leaf + LEAF_HEAD;
  let hole = holesOf(leaf);
  const end = hole + <usize>load<u32>(leaf, LEAF_HOLES) * LEAF_HOLE_SIZE;
  for (; hole < end; hole += LEAF_HOLE_SIZE) {
    const from = boundaryAt(hole);
    while (boundaryAt(span + 4) <= from) {
      to += boundaryAt(span + 4) - boundaryAt(span);
      span += SPAN_SIZE;
    }
    const until = boundaryAt(hole + 4);
    const text = boundaryAt(hole + 8);
    // Behind a text stands the node after it, which begins with its closing quote.
    const next = PLACES + ((<usize>load<u16>(hole, 8) + 1) << 2);
    const textUntil = text === from ? until : <usize>load<u32>(next);
    noteHole(to + (from - boundaryAt(span)), from, until, load<u32>(hole, 12), text, textUntil);
  }
}

@inline
export function hasHoles(leaf: usize): bool {
  return load<u32>(leaf, LEAF_HOLES) !== 0;
}

@inline
function boundaryAt(boundary: usize): usize {
  return <usize>load<u32>(PLACES + (<usize>load<u16>(boundary) << 2)) + <usize>load<u16>(boundary, 2);
}

/** Writes the account and what is unmapped. */
export function writeNotes(leaf: usize, to: usize): void {
  const length = accountLength(leaf) + unmappedLength(leaf);
  const from = holesOf(leaf) + <usize>load<u32>(leaf, LEAF_HOLES) * LEAF_HOLE_SIZE;
  for (let i: usize = 0; i < length; i += 16) v128.store(to + i, v128.load(from + i));
}
