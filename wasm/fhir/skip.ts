// What is passed over: well-formed JSON, of which nothing is looked at.
import { MOST_DEPTH, STACK } from "./memory";
import { interruptedStringEnd, scalarEnd, stringEnd } from "./scalar";
import { stopFrom, stopsAt } from "./stops";
import { unexpected } from "./trouble";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const QUOTE_COLON: u32 = 0x3a22;
const OPEN_LIST: u32 = 0x5b;
const CLOSE_LIST: u32 = 0x5d;
const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;

/** Behind the value at `at` inside of `depth` open containers, or 0 in doubt. */
@inline
export function valueEnd(at: usize, depth: u32): usize {
  const byte: u32 = load<u8>(at);
  if (byte === QUOTE) return stringEnd(at, false);
  return byte === OPEN_OBJECT || byte === OPEN_LIST ? containerEnd(at, depth) : scalarEnd(at, false);
}

/**
 * Behind the object or list at `at`. Without recursion: containers on the way stand on the stack. The stops of a member
 * are read once, from its key on, so that its value does not wait for where the key ends.
 */
export function containerEnd(at: usize, depth: u32): usize {
  const outside = depth;
  let inObject = false;
  let isKey = false;
  let origin = at;
  let stops: u64 = 0;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte === QUOTE) {
      stops &= stops - 1;
      if (isKey || stops === 0) {
        origin = at;
        stops = stopsAt(at) & ~1;
      }
      at = stops !== 0 ? origin + <usize>ctz(stops) : stopFrom(at + 1);
      stops &= stops - 1;
      if (isKey) {
        isKey = false;
        if (<u32>load<u16>(at) === QUOTE_COLON) at += 2;
        else {
          stops = 0;
          at = oddKeyEnd(at);
          if (at === 0) return 0;
        }
        continue;
      }
      if (<u32>load<u8>(at) === QUOTE) at++;
      else {
        stops = 0;
        at = interruptedStringEnd(at, false);
        if (at === 0) return 0;
      }
    } else if (isKey) return unexpected(at);
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      store<u8>(STACK + <usize>depth, inObject ? 1 : 0);
      if (++depth > MOST_DEPTH) return 0;
      inObject = byte === OPEN_OBJECT;
      // The brackets of a pair differ by 2.
      if (<u32>load<u8>(++at) !== byte + 2) {
        isKey = inObject;
        continue;
      }
    } else {
      at = scalarEnd(at, false);
      if (at === 0) return 0;
    }
    while (<u32>load<u8>(at) === (inObject ? CLOSE_OBJECT : CLOSE_LIST)) {
      at++;
      inObject = load<u8>(STACK + <usize>--depth) !== 0;
      if (depth === outside) return at;
    }
    if (<u32>load<u8>(at) !== COMMA) return unexpected(at);
    at++;
    isKey = inObject;
  }
}

/** Behind the colon of a key that has an escape at `at`, or is followed by another byte than a colon. */
function oddKeyEnd(at: usize): usize {
  const end = <u32>load<u8>(at) === QUOTE ? at + 1 : interruptedStringEnd(at, false);
  if (end === 0) return 0;
  return <u32>load<u8>(end) === COLON ? end + 1 : unexpected(end);
}
