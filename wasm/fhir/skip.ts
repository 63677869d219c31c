// What is passed over: well-formed JSON, of which nothing is looked at.
import { MOST_DEPTH, STACK } from "./memory";
import { scalarEnd, stopWithin32, stringEnd } from "./scalar";
import { unexpected } from "./trouble";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
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

/** Behind the object or list at `at`. Without recursion: containers on the way stand on the stack. */
export function containerEnd(at: usize, depth: u32): usize {
  const outside = depth;
  let inObject = false;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      store<u8>(STACK + <usize>depth, inObject ? 1 : 0);
      if (++depth > MOST_DEPTH) return 0;
      inObject = byte === OPEN_OBJECT;
      at++;
      if (<u32>load<u8>(at) !== (inObject ? CLOSE_OBJECT : CLOSE_LIST)) {
        if (inObject) at = keyEnd(at);
        if (at === 0) return 0;
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
    if (inObject) at = keyEnd(at);
    if (at === 0) return 0;
  }
}

/** Behind the colon of the key at `at`. */
@inline
function keyEnd(at: usize): usize {
  if (<u32>load<u8>(at) !== QUOTE) return unexpected(at);
  const stop = at + 1 + <usize>stopWithin32(at + 1);
  if (<u32>load<u16>(stop) === (QUOTE | (COLON << 8))) return stop + 2;
  return longKeyEnd(at);
}

function longKeyEnd(at: usize): usize {
  const end = stringEnd(at, false);
  if (end === 0) return 0;
  return <u32>load<u8>(end) === COLON ? end + 1 : unexpected(end);
}
