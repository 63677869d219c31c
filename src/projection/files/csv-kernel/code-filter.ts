import { codingKey } from "../../../catalogue/segment-labels.ts";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import type { CodeFilter } from "./types.ts";

const LETTER_FIRST = /^[a-z]/i;
/** `F10.2345` */
const LONGEST_ICD_10 = 8;
/** The longest code of a numbered system has 18 digits; one byte more tells that a token is longer. */
const MOST_HASHED = 19;

/**
 * A filter for the codes that label something under these segments; null: none does. The same tables are read by
 * wasm/csv/codes.ts.
 */
export function codeFilterOf(segments: readonly SegmentDefinition[]): CodeFilter | null {
  const known = filters.get(segments);
  if (known !== undefined) return known;
  const filter = filterOf(segments);
  filters.set(segments, filter);
  return filter;
}

const filters = new WeakMap<readonly SegmentDefinition[], CodeFilter | null>();

function filterOf(segments: readonly SegmentDefinition[]): CodeFilter | null {
  const codes = segments.flatMap(({ labels }) => [...labels.codes, ...(labels.settings ?? [])]).map(codeOf);
  const prefixes = segments.flatMap(({ labels }) => labels.prefixes).map(codeOf);
  if (codes.length === 0 && prefixes.length === 0) return null;
  const filter = {
    starts: new Uint8Array(32_768 / 8),
    tokens: new Uint8Array(262_144 / 8),
    prefixLength: Math.min(
      Infinity,
      ...prefixes.filter((prefix) => !LETTER_FIRST.test(prefix)).map(({ length }) => length),
    ),
  };
  for (const code of codes) {
    if (code.length >= 3) addStart(filter.starts, code);
    addToken(filter.tokens, code);
  }
  for (const prefix of prefixes) {
    addStart(filter.starts, prefix);
    if (!LETTER_FIRST.test(prefix)) addToken(filter.tokens, prefix.slice(0, filter.prefixLength));
  }
  return filter;
}

/** The code of a label, as `codingKey` writes it. */
function codeOf(label: string): string {
  const bar = label.lastIndexOf("|");
  const key = codingKey(label.slice(0, Math.max(0, bar)), label.slice(bar + 1));
  return key.slice(key.lastIndexOf("|") + 1);
}

/** Every beginning of three bytes that the text, which may be shorter, leaves open. */
function addStart(starts: Uint8Array, text: string): void {
  const begin = [0, 1, 2].reduce((bits, at) => (bits << 5) | (text.charCodeAt(at) & 31), 0);
  const open = 1 << (5 * Math.max(0, 3 - text.length));
  for (let index = begin; index < begin + open; index++) setBit(starts, index);
}

function addToken(tokens: Uint8Array, text: string): void {
  let hash = HASH_BASIS;
  for (let at = 0; at < Math.min(text.length, MOST_HASHED); at++) hash = hashed(hash, text.charCodeAt(at));
  setBit(tokens, folded(hash));
}

/** True where a token of [from, until) may be a labeled code. */
export function findsLabeled(filter: CodeFilter, bytes: Uint8Array, from: number, until: number): boolean {
  let begins = true;
  for (let at = from; at < until; at++) {
    if (begins && isLabeled(filter, bytes, at, until)) return true;
    begins = isSeparator(bytes[at] ?? 0);
  }
  return false;
}

function isLabeled(
  { starts, tokens, prefixLength }: CodeFilter,
  bytes: Uint8Array,
  from: number,
  until: number,
): boolean {
  const first = bytes[from] ?? 0;
  const second = from + 1 < until ? (bytes[from + 1] ?? 0) : 0;
  const third = from + 2 < until ? (bytes[from + 2] ?? 0) : 0;
  const isLetter = (first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a;
  if (!isDigit(first) && !(isLetter && isDigit(second))) return false;
  if (!hasBit(starts, ((first & 31) << 10) | ((second & 31) << 5) | (third & 31))) return false;
  let hash = HASH_BASIS;
  let at = from;
  for (; at < Math.min(until, from + MOST_HASHED) && !isSeparator(bytes[at] ?? 0); at++) {
    hash = hashed(hash, bytes[at] ?? 0);
    if (!isLetter && at - from + 1 === prefixLength && hasBit(tokens, folded(hash))) return true;
  }
  return isLetter ? at - from <= LONGEST_ICD_10 : hasBit(tokens, folded(hash));
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** White space, comma, semicolon, bar; quotes and what is not ASCII too, since a code has neither. */
function isSeparator(byte: number): boolean {
  return byte <= 0x20 || byte >= 0x80 || byte === 0x2c || byte === 0x3b || byte === 0x7c || byte === 0x22;
}

/** FNV-1a, 32 bits. */
const HASH_BASIS = 0x811c9dc5;

function hashed(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function folded(hash: number): number {
  return (hash ^ (hash >>> 14)) & 0x3ffff;
}

function setBit(table: Uint8Array, index: number): void {
  table[index >> 3] = (table[index >> 3] ?? 0) | (1 << (index & 7));
}

function hasBit(table: Uint8Array, index: number): boolean {
  return (((table[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}
