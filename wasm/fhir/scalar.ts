// Scalars of compact JSON. Each function takes the address of a value and gives the address behind it, or 0 in doubt.
// INVARIANT: behind every text stand 64 zero bytes, and zero ends every scalar and is in none.
import { stopFrom } from "./stops";
import { unexpected } from "./trouble";

const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;
const MINUS: u32 = 0x2d;
const DOT: u32 = 0x2e;
const ZERO: u32 = 0x30;

/** True for a byte that ends a number or literal in compact JSON is not asked here: the caller looks at it. */
@inline
export function isDigit(byte: u32): bool {
  return byte - ZERO <= 9;
}

/**
 * Behind the string whose opening quote is at `at`. `canonical`: it is to come out, so each escape must be written as
 * JSON.stringify writes it.
 */
@inline
export function stringEnd(at: usize, canonical: bool): usize {
  const stop = stopFrom(at + 1);
  return <u32>load<u8>(stop) === QUOTE ? stop + 1 : interruptedStringEnd(stop, canonical);
}

/** The rest of a string from a stop that is no quote. */
export function interruptedStringEnd(at: usize, canonical: bool): usize {
  while (<u32>load<u8>(at) === BACKSLASH) {
    at = escapeEnd(at, canonical);
    if (at === 0) return 0;
    at = stopFrom(at);
  }
  return <u32>load<u8>(at) === QUOTE ? at + 1 : 0;
}

function escapeEnd(at: usize, canonical: bool): usize {
  const letter: u32 = load<u8>(at, 1);
  switch (letter) {
    case 0x22: // "
    case 0x5c: // \
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 2;
    case 0x2f: // /
      return canonical ? 0 : at + 2;
    case 0x75: // u
      return unicodeEscapeEnd(at, canonical);
    default:
      return 0;
  }
}

/** Surrogates are in doubt: whether they stand in pairs is not looked at. */
function unicodeEscapeEnd(at: usize, canonical: bool): usize {
  let code: u32 = 0;
  let isUpper = false;
  for (let i: usize = 2; i < 6; i++) {
    const byte: u32 = load<u8>(at + i);
    const letter: u32 = (byte | 0x20) - 0x61;
    if (!isDigit(byte) && letter > 5) return 0;
    if (byte < 0x61 && !isDigit(byte)) isUpper = true;
    code = (code << 4) | (isDigit(byte) ? byte - ZERO : letter + 10);
  }
  if ((code & 0xf800) === 0xd800) return 0;
  if (canonical && (isUpper || code > 0x1f || hasShortEscape(code))) return 0;
  return at + 6;
}

/** `\b \t \n \f \r`, which JSON.stringify writes so. */
@inline
function hasShortEscape(code: u32): bool {
  return code >= 8 && code <= 13 && code !== 11;
}

/** RFC 8259, 6. */
@inline
export function numberEnd(at: usize): usize {
  if (<u32>load<u8>(at) === MINUS) at++;
  if (!isDigit(load<u8>(at))) return unexpected(at);
  at = <u32>load<u8>(at) === ZERO ? at + 1 : digitsEnd(at);
  const byte: u32 = load<u8>(at);
  return byte === DOT || (byte | 0x20) === 0x65 ? fractionEnd(at) : at;
}

function fractionEnd(at: usize): usize {
  if (<u32>load<u8>(at) === DOT) {
    if (!isDigit(load<u8>(at, 1))) return 0;
    at = digitsEnd(at + 1);
  }
  if (((<u32>load<u8>(at)) | 0x20) !== 0x65) return at;
  at++;
  const sign: u32 = load<u8>(at);
  if (sign === MINUS || sign === 0x2b) at++;
  return isDigit(load<u8>(at)) ? digitsEnd(at) : 0;
}

@inline
function digitsEnd(at: usize): usize {
  while (true) {
    const digits = i8x16.sub(v128.load(at), i8x16.splat(0x30));
    const others = ~i8x16.bitmask(i8x16.eq(i8x16.min_u(digits, i8x16.splat(9)), digits)) & 0xffff;
    if (others !== 0) return at + <usize>ctz(others);
    at += 16;
  }
}

const TRUE: u32 = 0x65757274;
const ALSE: u32 = 0x65736c61;
const NULL: u32 = 0x6c6c756e;

@inline
export function isNull(at: usize): bool {
  return load<u32>(at) === NULL;
}

/** `true`, `false`, `null`. */
@inline
export function literalEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word === TRUE || word === NULL) return at + 4;
  if (<u32>load<u8>(at) === 0x66 && load<u32>(at, 1) === ALSE) return at + 5;
  return unexpected(at);
}

/** A string, number or literal. */
@inline
export function scalarEnd(at: usize, canonical: bool): usize {
  const byte: u32 = load<u8>(at);
  if (byte === QUOTE) return stringEnd(at, canonical);
  return isDigit(byte) || byte === MINUS ? numberEnd(at) : literalEnd(at);
}
