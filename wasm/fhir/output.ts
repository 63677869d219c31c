// What comes out: spans of the text, joined where one follows the other, copied when the next stands apart.

import { dropHoles, holesAt } from "./holes";
import { HOLES } from "./memory";
import { noteSpan, restoreSpans } from "./shapes";

/** Where the next byte goes. */
export let outputAt: usize = 0;
/** Kept and not yet copied. */
export let keptFrom: usize = 0;
export let keptUntil: usize = 0;

@inline
export function startOutput(at: usize): void {
  outputAt = at;
  keptFrom = 0;
  keptUntil = 0;
}

/** Takes back what was kept since these four were read. */
@inline
export function restoreOutput(at: usize, from: usize, until: usize, spans: usize): void {
  restoreSpans(spans);
  if (holesAt > HOLES) dropHoles(at + (until - from));
  outputAt = at;
  keptFrom = from;
  keptUntil = until;
}

/** Keeps the bytes from `from` to `until`, which come behind those kept before. */
@inline
export function keep(from: usize, until: usize): void {
  if (from !== keptUntil) {
    copyKept();
    keptFrom = from;
  }
  keptUntil = until;
}

/**
 * Copies what is kept. Writes up to 63 bytes too many, which the next write covers, or the end of a result leaves out.
 */
export function copyKept(): void {
  const length = keptUntil - keptFrom;
  const from = keptFrom;
  const to = outputAt;
  if (length !== 0) noteSpan(from, keptUntil);
  outputAt = to + length;
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
  if (length > 64) copyRest(from + 64, keptUntil, to - from);
}

function copyRest(from: usize, until: usize, shift: usize): void {
  if (until - from > 1024) memory.copy(from + shift, from, until - from);
  else for (let at = from; at < until; at += 16) v128.store(at + shift, v128.load(at));
}

/** Where in the output the byte at `at` will stand, which is kept and not yet copied. */
@inline
export function placeOf(at: usize): usize {
  return outputAt + (at - keptFrom);
}

/** Closes a result: everything is copied, and the next one begins at a word. */
export function finishOutput(): void {
  copyKept();
  keptFrom = 0;
  keptUntil = 0;
}

@inline
export function moveOutput(at: usize): void {
  outputAt = at;
}
