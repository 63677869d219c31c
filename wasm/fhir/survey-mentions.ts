// What a walk found, for JavaScript: entries of 8 words, places counted from the beginning of the text. A place of 0
// that ends at 0 stands for nothing, since no string begins a text.

/** Kinds of entries, in the low byte of the first word. */
/** The record: places of its type and id, hash of the first. */
export const RECORD: u32 = 0;
/** A coding that may be labeled: places of system and code. */
export const CODING: u32 = 1;
/** The same of meta.security. */
export const LABEL: u32 = 2;
/** meta.source: its place. */
export const ORIGIN: u32 = 3;
/** A Reference: places of `reference` and `type`, hash of the first, and the flags below. */
export const LINK: u32 = 4;
/** A member on the way to the last LINK, from the top: place of its name, beginning of the object it is a member of. */
export const STEP: u32 = 5;
/** An object below the top that names its resource type, and in which a LINK has steps: its beginning, its type. */
export const SCOPE: u32 = 6;

/** Flags of a LINK; its role stands in the third byte of the first word. */
export const IS_OWN: u32 = 0x100;
export const HAS_IDENTIFIER: u32 = 0x200;

const MOST: usize = 4096;
const SIZE: usize = 32;
const mentions = memory.data(4096 * 32, 16);
let end: usize = mentions;
let base: usize = 0;
let isFull: bool = false;

export function mentionsAt(): usize {
  return mentions;
}

/** Begins anew, with room for the RECORD in front. */
export function startMentions(text: usize): void {
  base = text;
  end = mentions + SIZE;
  isFull = false;
}

/** How many there are; 0 when there were too many. */
export function countMentions(): u32 {
  return isFull ? 0 : <u32>((end - mentions) / SIZE);
}

/** Adds one entry; `first` and `second` are pairs of places (from below, until above) as frames hold them. */
export function mention(head: u32, first: u64, second: u64, word: u32): void {
  if (end === mentions + MOST * SIZE) {
    isFull = true;
    return;
  }
  write(end, head, first, second, word);
  end += SIZE;
}

/** Writes the RECORD. */
export function mentionRecord(type: u64, id: u64, hash: u32): void {
  write(mentions, RECORD, type, id, hash);
}

function write(at: usize, head: u32, first: u64, second: u64, word: u32): void {
  store<u32>(at, head);
  store<u64>(at, relative(first), 4);
  store<u64>(at, relative(second), 12);
  store<u32>(at, word, 20);
}

/** Both halves of a pair, counted from the beginning of the text. */
function relative(pair: u64): u64 {
  return pair === 0 ? 0 : pair - ((<u64>base << 32) | <u64>base);
}
