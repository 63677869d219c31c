/** Escapes inside strings: which are well-formed, and which JSON.stringify would write. */
import { BACKSLASH, LOWER_U, NINE, QUOTE, SLASH, SPACE, ZERO } from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";

/** Letters of the short escapes of control characters, and those characters. */
const LETTERS = new Set(Buffer.from("bfnrt"));
const CONTROLS_WITH_LETTER = new Set(Buffer.from("\b\f\n\r\t"));

/** What stands behind a backslash: its length with the backslash, and whether JSON.stringify would write it so. */
export interface Escape {
  readonly length: number;
  readonly isCanonical: boolean;
}

const UPPER_F = 0x46;
const CANONICAL_PAIR: Escape = { length: 2, isCanonical: true };
const SOLIDUS: Escape = { length: 2, isCanonical: false };
const CANONICAL_UNIT: Escape = { length: 6, isCanonical: true };
const OTHER_UNIT: Escape = { length: 6, isCanonical: false };
const SURROGATES: Escape = { length: 12, isCanonical: false };

/** The escape that begins at `at`. In doubt where it is malformed, or half of a surrogate pair. */
export function escapeAt(bytes: Uint8Array, at: number): Escape {
  const letter = bytes[at + 1] ?? 0;
  if (letter === QUOTE || letter === BACKSLASH || LETTERS.has(letter)) return CANONICAL_PAIR;
  if (letter === SLASH) return SOLIDUS;
  if (letter !== LOWER_U) return doubt();
  const unit = unitAt(bytes, at + 2);
  if (unit < SPACE) return isCanonicalControl(bytes, at, unit) ? CANONICAL_UNIT : OTHER_UNIT;
  if (unit < 0xd800 || unit > 0xdfff) return OTHER_UNIT;
  if (unit > 0xdbff || bytes[at + 6] !== BACKSLASH || bytes[at + 7] !== LOWER_U) return doubt();
  const low = unitAt(bytes, at + 8);
  return low >= 0xdc00 && low <= 0xdfff ? SURROGATES : doubt();
}

/** A lower-case digit, and none of the characters that have a letter. */
function isCanonicalControl(bytes: Uint8Array, at: number, unit: number): boolean {
  const last = bytes[at + 5] ?? 0;
  return (last <= NINE || last > UPPER_F) && !CONTROLS_WITH_LETTER.has(unit);
}

/** Four hexadecimal digits. */
function unitAt(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let i = at; i < at + 4; i++) unit = unit * 16 + hexDigit(bytes[i] ?? 0);
  return unit;
}

function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : doubt();
}
