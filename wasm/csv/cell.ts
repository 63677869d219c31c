// One cell, written as ../../src/projection/files/csv-write.ts writes it: guarded against formulas, quoted where needed.

/** Bytes of the white space character (as regular expressions have it) at `at`, or 0. */
function spaceAt(at: u32, until: u32): u32 {
  const first = load<u8>(at);
  if (first < 0x80) return u32(first == 0x20 || (first >= 0x09 && first <= 0x0d));
  if (first == 0xc2) return at + 1 < until && load<u8>(at, 1) == 0xa0 ? 2 : 0;
  if (at + 2 >= until) return 0;
  const second = load<u8>(at, 1);
  const third = load<u8>(at, 2);
  if (first == 0xe1) return second == 0x9a && third == 0x80 ? 3 : 0;
  if (first == 0xe2 && second == 0x80)
    return (third >= 0x80 && third <= 0x8a) || third == 0xa8 || third == 0xa9 || third == 0xaf ? 3 : 0;
  if (first == 0xe2) return second == 0x81 && third == 0x9f ? 3 : 0;
  if (first == 0xe3) return second == 0x80 && third == 0x80 ? 3 : 0;
  return first == 0xef && second == 0xbb && third == 0xbf ? 3 : 0;
}

function endsWithSpace(from: u32, until: u32): bool {
  if (from == until) return false;
  if (load<u8>(until - 1) < 0x80) return spaceAt(until - 1, until) == 1;
  if (until - from >= 2 && spaceAt(until - 2, until) == 2) return true;
  return until - from >= 3 && spaceAt(until - 3, until) == 3;
}

/** `= + - @`, also in full width. */
function beginsFormula(at: u32, until: u32): bool {
  if (at >= until) return false;
  const first = load<u8>(at);
  if (first == 0x3d || first == 0x2b || first == 0x2d || first == 0x40) return true;
  if (first != 0xef || at + 2 >= until || load<u8>(at, 1) != 0xbc) return false;
  const third = load<u8>(at, 2);
  return third == 0x9d || third == 0x8b || third == 0x8d || third == 0xa0;
}

/** What a spreadsheet would take for a formula; a plain number is none. */
function isFormula(from: u32, until: u32): bool {
  if (from == until) return false;
  const first = load<u8>(from);
  if (first == 0x09 || first == 0x0a) return true;
  let at = from;
  for (let space = spaceAt(at, until); space > 0; space = at < until ? spaceAt(at, until) : 0) at += space;
  return beginsFormula(at, until) && !isNumber(from, until);
}

// @ts-ignore: decorator
@inline
function afterDigits(at: u32, until: u32): u32 {
  while (at < until && load<u8>(at) - 0x30 < 10) at++;
  return at;
}

/** `-12.50`, `+1e3` */
function isNumber(from: u32, until: u32): bool {
  let at = from;
  if (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d) at++;
  let digits = afterDigits(at, until);
  if (digits == at) return false;
  if (digits < until && load<u8>(digits) == 0x2e) {
    at = digits + 1;
    digits = afterDigits(at, until);
    if (digits == at) return false;
  }
  if (digits == until) return true;
  if ((load<u8>(digits) | 0x20) != 0x65) return false;
  at = digits + 1;
  if (at < until && (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d)) at++;
  return at < until && afterDigits(at, until) == until;
}

/** Sixteen bytes at a time; what lies beyond the text does not count. */
function needsQuotes(from: u32, until: u32, delimiter: u8): bool {
  for (let at = from; at < until; at += 16) {
    const v = v128.load(at);
    const found = v128.or(
      v128.or(i8x16.eq(v, i8x16.splat(0x22)), i8x16.eq(v, i8x16.splat(0x0a))),
      i8x16.eq(v, i8x16.splat(delimiter)),
    );
    const marks = <u32>i8x16.bitmask(found);
    const left = until - at;
    if ((left < 16 ? marks & ((1 << left) - 1) : marks) != 0) return true;
  }
  return false;
}

/** Writes the text in [from, until), which has its quotes doubled if it `wasQuoted`; gives where writing goes on. */
export function writeCell(from: u32, until: u32, wasQuoted: bool, delimiter: u8, out: u32): u32 {
  const guarded = isFormula(from, until);
  const quoted =
    (wasQuoted && needsQuotes(from, until, delimiter)) ||
    endsWithSpace(from, until) ||
    (!guarded && from < until && spaceAt(from, until) > 0);
  if (quoted) store<u8>(out++, 0x22);
  if (guarded) store<u8>(out++, 0x27);
  memory.copy(out, from, until - from);
  out += until - from;
  if (quoted) store<u8>(out++, 0x22);
  return out;
}
