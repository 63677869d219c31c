// Who owns an item: evaluates the tests of a node on it (rule T6 of the catalogue).
import { TABLES } from "./memory";
import { nameLength } from "./names";
import { isNull, scalarEnd } from "./scalar";
import { pin } from "./shapes";
import { valueEnd } from "./skip";
import { stopFrom } from "./stops";
import {
  OWNER_NEXT,
  OWNER_NODE,
  OWNER_TESTS,
  PROBE_COUNT,
  PROBE_STEPS,
  STEP_BELOW,
  STEP_BITS,
  STEP_SIZE,
  STEP_VALUES,
  VALUES_COUNT,
  VALUES_HAVE_BAR,
  VALUES_LIST,
  VALUE_CONDITION,
  VALUE_LENGTH,
  VALUE_SIZE,
  VALUE_TEXT,
  VARIANTS_CONDITIONS,
  VARIANTS_OWNERS,
  VARIANTS_PLAIN,
  VARIANTS_PROBE,
  VARIANTS_TESTS,
  agrees,
} from "./tables";
import { needOwner, unexpected } from "./trouble";

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const OPEN_LIST: u32 = 0x5b;
const CLOSE_LIST: u32 = 0x5d;
const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;

/** Bits of the conditions that hold so far. */
let held: u32 = 0;

/**
 * The node that owns the object at `at`; 0 in doubt. `isWalked`: the object's own members are walked whatever comes
 * out, which notices names that come twice; then the look ends with the last name that matters.
 */
export function ownerOf(at: usize, variants: u32, depth: u32, isWalked: bool): u32 {
  const tests = <i32>load<u32>(variants, VARIANTS_TESTS);
  if (tests < 0) return 0;
  held = 0;
  if (probeObject(at, load<u32>(variants, VARIANTS_PROBE), depth, isWalked) === 0) return 0;
  if (held === 0) return load<u32>(variants, VARIANTS_PLAIN);
  const conditions = load<u32>(variants, VARIANTS_CONDITIONS);
  let holding: u32 = 0;
  for (let test = 0; test < tests; test++) {
    const all = load<u32>(<usize>conditions + (<usize>test << 2), TABLES);
    if ((held & all) === all) holding |= 1 << test;
  }
  if (holding === 0) return load<u32>(variants, VARIANTS_PLAIN);
  let owner = load<u32>(variants, VARIANTS_OWNERS);
  while (owner !== 0 && load<u32>(owner, OWNER_TESTS) !== holding) owner = load<u32>(owner, OWNER_NEXT);
  return owner === 0 ? needOwner(variants, holding) : load<u32>(owner, OWNER_NODE);
}

/** Behind the object, or where the look could end; 0 in doubt. */
function probeObject(at: usize, probe: u32, depth: u32, endsEarly: bool): usize {
  const all: u32 = (1 << load<u32>(probe, PROBE_COUNT)) - 1;
  let found: u32 = 0;
  at++;
  if (<u32>load<u8>(at) === CLOSE_OBJECT) return at + 1;
  while (true) {
    if (<u32>load<u8>(at) !== QUOTE) return unexpected(at);
    const length = nameLength(at + 1);
    if (length === 0) return 0;
    const step = stepAt(at + 1, probe);
    const value = at + 3 + <usize>length;
    if (step === 0) at = valueEnd(value, depth + 1);
    else {
      const bit: u32 = 1 << (((step - probe) / STEP_SIZE) & 31);
      if ((found & bit) !== 0) return 0;
      found |= bit;
      at = probeValue(value, step, depth + 1);
      if (endsEarly && found === all) return at;
    }
    if (at === 0) return 0;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_OBJECT) return at;
    if (byte !== COMMA) return unexpected(at - 1);
  }
}

@inline
function stepAt(name: usize, probe: u32): u32 {
  const end = probe + PROBE_STEPS + load<u32>(probe, PROBE_COUNT) * STEP_SIZE;
  for (let step = probe + PROBE_STEPS; step < end; step += STEP_SIZE) {
    if (agrees(name, step, load<u32>(step, STEP_BITS))) return step;
  }
  return 0;
}

/** Looks at a value that a step leads to, through every list on the way. */
function probeValue(at: usize, step: u32, depth: u32): usize {
  const byte: u32 = load<u8>(at);
  if (byte === OPEN_LIST) return probeList(at, step, depth);
  const values = load<u32>(step, STEP_VALUES);
  if (byte === OPEN_OBJECT) {
    // A Coding could match as `system|code`.
    if (values !== 0 && load<u32>(values, VALUES_HAVE_BAR) !== 0) return 0;
    const below = load<u32>(step, STEP_BELOW);
    return below === 0 ? valueEnd(at, depth) : probeObject(at, below, depth, false);
  }
  if (values === 0) return scalarEnd(at, false);
  return byte === QUOTE ? probeText(at, values) : probeLiteral(at, values);
}

function probeList(at: usize, step: u32, depth: u32): usize {
  // Lists in lists are looked through, too; only depth bounds them.
  if (depth >= 100) return 0;
  at++;
  if (<u32>load<u8>(at) === CLOSE_LIST) return at + 1;
  while (true) {
    at = probeValue(at, step, depth + 1);
    if (at === 0) return 0;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_LIST) return at;
    if (byte !== COMMA) return unexpected(at - 1);
  }
}

function probeText(at: usize, values: u32): usize {
  const end = plainStringEnd(at);
  pin(at);
  if (end !== 0) compareWith(values, at + 1, <u32>(end - at) - 2);
  return end;
}

function probeLiteral(at: usize, values: u32): usize {
  const end = scalarEnd(at, false);
  pin(at);
  if (end !== 0 && !isNull(at)) compareWith(values, at, <u32>(end - at));
  return end;
}

/** Behind a string without any escape, which stands for itself; 0 in doubt. */
function plainStringEnd(at: usize): usize {
  const stop = stopFrom(at + 1);
  return <u32>load<u8>(stop) === QUOTE ? stop + 1 : 0;
}

function compareWith(values: u32, text: usize, length: u32): void {
  let value = values + VALUES_LIST;
  const end = value + load<u32>(values, VALUES_COUNT) * VALUE_SIZE;
  for (; value < end; value += VALUE_SIZE) {
    if (load<u32>(value, VALUE_LENGTH) !== length) continue;
    const wanted = <usize>load<u32>(value, VALUE_TEXT) + TABLES;
    if (memory.compare(wanted, text, <usize>length) === 0) held |= load<u32>(value, VALUE_CONDITION);
  }
}

/** The beginnings of `reference` and `value`, with the bytes that their names leave free zero. */
export const REFERENC: u64 = 0x636e657265666572;
export const VALUE: u64 = 0x65756c6176;
const NUMBER_SIGN: u32 = 0x23;
const BACKSLASH: u32 = 0x5c;

export const POINTS_ELSEWHERE: u32 = 0;
export const POINTS_INSIDE: u32 = 1;
export const POINTS_UNCLEAR: u32 = 2;

/** Whether the Reference at `at` points to a contained resource (PRJ-08). */
@inline
export function pointing(at: usize, depth: u32): u32 {
  // `{"reference":"Patient/…`: what a Reference nearly always begins with.
  if (load<u64>(at, 2) === REFERENC && load<u32>(at, 10) === 0x223a2265) {
    const byte: u32 = load<u8>(at, 14);
    if (byte !== NUMBER_SIGN && byte !== BACKSLASH) return POINTS_ELSEWHERE;
  }
  return pointingOf(at, depth);
}

function pointingOf(at: usize, depth: u32): u32 {
  let found: u32 = POINTS_ELSEWHERE;
  let isKnown = false;
  at++;
  if (<u32>load<u8>(at) === CLOSE_OBJECT) return found;
  while (true) {
    const length = <u32>load<u8>(at) === QUOTE ? nameLength(at + 1) : 0;
    if (length === 0) break;
    const value = at + 3 + <usize>length;
    if (length === 9 && load<u64>(at, 1) === REFERENC && <u32>load<u8>(at, 9) === 0x65) {
      if (isKnown) return POINTS_UNCLEAR;
      isKnown = true;
      if (<u32>load<u8>(value) === QUOTE && <u32>load<u8>(value, 1) === BACKSLASH) return POINTS_UNCLEAR;
      if (<u32>load<u8>(value) === QUOTE && <u32>load<u8>(value, 1) === NUMBER_SIGN) found = POINTS_INSIDE;
    }
    at = valueEnd(value, depth + 1);
    if (at === 0) return POINTS_UNCLEAR;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_OBJECT) return found;
    if (byte !== COMMA) {
      at--;
      break;
    }
  }
  unexpected(at);
  return POINTS_UNCLEAR;
}

/**
 * The first byte of the text that a member of the object at `at` holds, which has a name of this length and beginning; 0
 * where it has none, or it is none, or in doubt.
 */
export function textNamed(at: usize, depth: u32, start: u64, wanted: u32): usize {
  const mask = wanted >= 8 ? ~(<u64>0) : ((<u64>1) << (<u64>wanted * 8)) - 1;
  let found: usize = 0;
  at++;
  while (<u32>load<u8>(at) === QUOTE) {
    const length = nameLength(at + 1);
    if (length === 0) return 0;
    const value = at + 3 + <usize>length;
    if (length === wanted && (load<u64>(at, 1) & mask) === start) {
      if (found !== 0 || <u32>load<u8>(value) !== QUOTE) return 0;
      found = value + 1;
    }
    at = valueEnd(value, depth + 1);
    if (at === 0) return 0;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_OBJECT) return found;
    if (byte !== COMMA) {
      unexpected(at - 1);
      return 0;
    }
  }
  unexpected(at);
  return 0;
}
