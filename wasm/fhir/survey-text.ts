// Tokens of JSON (RFC 8259) as parseJson of the kernel reads them. A place of 0 means: not well-formed, or in doubt.
// INVARIANT: the text is valid UTF-8, and at least 64 bytes that follow it can be read and are zero, which ends every token.

export const QUOTE: u32 = 0x22;
const BACKSLASH: u32 = 0x5c;

/** The first quote, backslash or control character at or behind a place in a string; names are short. */
@inline
export function shortUntil(at: usize): usize {
  while (true) {
    const found = <u32>i8x16.bitmask(special(v128.load(at)));
    if (found !== 0) return at + <usize>ctz(found);
    at += 16;
  }
}

/** The same, of what is longer. */
@inline
export function longUntil(at: usize): usize {
  while (true) {
    const low = <u32>i8x16.bitmask(special(v128.load(at)));
    const found = low | (<u32>i8x16.bitmask(special(v128.load(at, 16))) << 16);
    if (found !== 0) return at + <usize>ctz(found);
    at += 32;
  }
}

@inline
function special(v: v128): v128 {
  const quotes = i8x16.eq(v, i8x16.splat(0x22));
  const backslashes = i8x16.eq(v, i8x16.splat(0x5c));
  const controls = i8x16.eq(i8x16.min_u(v, i8x16.splat(0x1f)), v);
  return v128.or(v128.or(quotes, backslashes), controls);
}

/** The closing quote of a string, from a place where `longUntil` stopped at something else. */
export function closingQuote(at: usize): usize {
  while (true) {
    const byte = <u32>load<u8>(at);
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) return 0;
    at = escapeEnd(at + 1);
    if (at === 0) return 0;
    at = longUntil(at);
  }
}

function escapeEnd(at: usize): usize {
  const letter = <u32>load<u8>(at);
  if (letter === 0x75) return unicodeEnd(at + 1);
  // " / \ b f n r t
  const simple = letter === 0x22 || letter === 0x2f || letter === 0x5c || letter === 0x62;
  return simple || letter === 0x66 || letter === 0x6e || letter === 0x72 || letter === 0x74 ? at + 1 : 0;
}

/** Four hexadecimal digits that are not half of a surrogate pair; pairs are left in doubt. */
function unicodeEnd(at: usize): usize {
  let code: u32 = 0;
  for (let digit: usize = 0; digit < 4; digit++) {
    const value = hexValue(load<u8>(at + digit));
    if (value > 15) return 0;
    code = (code << 4) | value;
  }
  return code - 0xd800 < 0x800 ? 0 : at + 4;
}

function hexValue(byte: u32): u32 {
  if (byte - 0x30 < 10) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}

/** Behind a number or literal. */
export function scalarEnd(at: usize): usize {
  const word = load<u32>(at);
  if (word === 0x65757274 || word === 0x6c6c756e) return at + 4; // true, null
  if (word === 0x736c6166) return load<u8>(at, 4) === 0x65 ? at + 5 : 0; // false
  if (<u8>word === 0x2d) at++;
  at = load<u8>(at) === 0x30 ? at + 1 : digitsEnd(at);
  if (at !== 0 && load<u8>(at) === 0x2e) at = digitsEnd(at + 1);
  if (at === 0 || (load<u8>(at) | 0x20) !== 0x65) return at;
  const sign = load<u8>(at, 1);
  return digitsEnd(sign === 0x2d || sign === 0x2b ? at + 2 : at + 1);
}

/** Behind one digit or more. */
function digitsEnd(at: usize): usize {
  if (!isDigit(at)) return 0;
  while (isDigit(at)) at++;
  return at;
}

@inline
function isDigit(at: usize): bool {
  return <u32>load<u8>(at) - 0x30 < 10;
}

/** The first byte that is not white space. */
@inline
export function tokenAt(at: usize): usize {
  while (load<u8>(at) <= 0x20 && isSpace(load<u8>(at))) at++;
  return at;
}

function isSpace(byte: u32): bool {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Of a text, for tables of texts that were met before. */
export function hashOf(from: usize, until: usize): u32 {
  const mixed = load<u64>(until - 8) * 0x9e3779b97f4a7c15 + load<u64>(until - 16) * 0xc2b2ae3d27d4eb4f;
  return <u32>((mixed + <u64>(until - from)) >> 32);
}
