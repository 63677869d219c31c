// One pass over a record for what a decision needs to know of it: whose it is, what labels it, what it refers to.
// Catalogue rules R1 to R11; what the definitions of FHIR R4 have to do with it was loaded before (survey-names.ts).
import { close, closing, inDoubt, isOutside, open, openRecord, recordValue, see, startFrames, take } from "./survey-frames";
import { countMentions, mentionRecord, startMentions } from "./survey-mentions";
import { ID, RESOURCE, RESOURCE_TYPE, actionOf } from "./survey-names";
import { QUOTE, closingQuote, hashOf, longUntil, scalarEnd, shortUntil, tokenAt } from "./survey-text";

const COLON: u32 = 0x3a;
const COMMA: u32 = 0x2c;
const OBJECT: u32 = 0x7b;
const LIST: u32 = 0x5b;
const OBJECT_END: u32 = 0x7d;

/**
 * Surveys the record at [from, until) of a text that begins at `text`. Returns how many mentions there are; 0: in doubt,
 * and so for whatever is not a well-formed object with nothing but white space around it.
 */
export function survey(text: usize, from: usize, until: usize): u32 {
  startFrames();
  startMentions(text);
  const at = tokenAt(from);
  if (at >= until || <u32>load<u8>(at) !== OBJECT) return 0;
  openRecord(at, RESOURCE);
  const end = walk(tokenAt(at + 1));
  if (end === 0 || end > until || tokenAt(end) < until || inDoubt) return 0;
  const type = recordValue(RESOURCE_TYPE);
  if (type === 0) return 0;
  mentionRecord(type, recordValue(ID), hashOf(<u32>type, <u32>(type >> 32)));
  return countMentions();
}

/** From the first member of the record to behind its end. */
function walk(at: usize): usize {
  let end = closing();
  if (<u32>load<u8>(at) === end) return 0;
  while (true) {
    let action = 0;
    if (end === OBJECT_END) {
      at = memberValue(at);
      if (at === 0) return 0;
      action = reading;
    }
    const first = <u32>load<u8>(at);
    if (first === QUOTE) at = stringEnd(at + 1, action);
    else if (first !== OBJECT && first !== LIST) at = scalarEnd(at);
    else {
      if (!open(at, action, name)) return 0;
      end = first + 2;
      at = tokenAt(at + 1);
      if (<u32>load<u8>(at) !== end) continue;
    }
    if (at === 0) return 0;
    // Nearly always, and so tried first: a comma, and behind it at once what comes next.
    if (<u32>load<u8>(at) === COMMA && load<u8>(at, 1) > 0x20) {
      at++;
      continue;
    }
    at = tokenAt(at);
    while (<u32>load<u8>(at) === end) {
      close();
      at++;
      if (isOutside()) return at;
      end = closing();
      at = tokenAt(at);
    }
    if (<u32>load<u8>(at) !== COMMA) return 0;
    at = tokenAt(at + 1);
  }
}

/** Action of the member that is being read, and where its name begins. */
let reading: i32 = 0;
let name: usize = 0;

/** Reads a name and the colon. A name with escapes may be any other, so it leaves the record in doubt. */
@inline
function memberValue(at: usize): usize {
  const from = at + 1;
  if (<u32>load<u8>(at) !== QUOTE) return 0;
  at = shortUntil(from);
  if (<u32>load<u8>(at) !== QUOTE) return 0;
  reading = actionOf(from, at);
  name = from;
  if (reading !== 0) see(reading);
  if (<u32>load<u8>(at, 1) === COLON && load<u8>(at, 2) > 0x20) return at + 2;
  at = tokenAt(at + 1);
  return <u32>load<u8>(at) === COLON ? tokenAt(at + 1) : 0;
}

/** Behind a string. Of those that matter one with escapes would have to be read first. */
@inline
function stringEnd(from: usize, action: i32): usize {
  let at = longUntil(from);
  if (<u32>load<u8>(at) !== QUOTE) {
    if (action !== 0) return 0;
    at = closingQuote(at);
    if (at === 0) return 0;
  } else if (action !== 0) take(action, from, at);
  return at + 1;
}
