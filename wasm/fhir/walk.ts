// The walk down a resource beside the tables: member by member from the allow-list of its owners (SPEC.md, PRJ-90 …).
// Texts are compact here. Functions take the address of a value and give the address behind it; 0 in doubt.
import { noteReleased, noteUnmapped, noteWithheld } from "./account";
import { MOST_DEPTH, PATH, WITHOUT_TRANSFORMS } from "./memory";
import {
  HOLE_FRAGMENT,
  HOLE_IDENTIFIER,
  HOLE_REFERENCE,
  HOLE_TEXT,
  HOLE_YEAR_BESIDE,
  KIND_BITS,
  earliestYear,
  fillsHoles,
  noteHole,
  yearAt,
} from "./holes";
import { isNewName, leaveNames, nameLength, namesAt } from "./names";
import { keep, keptFrom, keptUntil, outputAt, placeOf, restoreOutput } from "./output";
import { POINTS_ELSEWHERE, POINTS_INSIDE, REFERENC, VALUE, ownerOf, pointing, textNamed } from "./probe";
import { isNull, scalarEnd, stringEnd } from "./scalar";
import { forbidShape, noteYear, spansAt } from "./shapes";
import { containerEnd, valueEnd } from "./skip";
import {
  HAS_VARIANTS,
  IS_ARRAY,
  IS_PRIMITIVE,
  IS_UNCOVERED,
  IS_URL,
  MEMBER_BITS,
  MEMBER_FLAGS,
  MEMBER_LENGTH,
  MEMBER_NEXT,
  MEMBER_NODE,
  MEMBER_RULE,
  NODE_ACCOUNT,
  NODE_FIRST,
  NODE_FLAGS,
  NODE_MASK,
  NODE_MEMBERS,
  NODE_RULE,
  NODE_VARIANTS,
  NOTE_UNMAPPED,
  PASS_OVER,
  RELEASE,
  RELEASE_LINK,
  TO_FRAGMENT,
  TO_TOKEN,
  TO_TOKEN_IDENTIFIER,
  TO_TOKEN_REFERENCE,
  TO_YEAR,
  TO_YEAR_BESIDE,
  WALK,
  WALK_REFERENCE,
  WITHHOLD,
  agrees,
  memberAt,
} from "./tables";
import { stopFrom } from "./stops";
import { unexpected } from "./trouble";

const QUOTE: u32 = 0x22;
const NUMBER_SIGN: u32 = 0x23;
const COMMA: u32 = 0x2c;
const OPEN_LIST: u32 = 0x5b;
const CLOSE_LIST: u32 = 0x5d;
const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;

/** By rule: what the view does. */
let actions: usize = 0;
@inline
export function useActions(at: usize): void {
  actions = at;
}

@inline
export function actionOf(rule: u32): u32 {
  return load<u8>(actions + <usize>rule);
}

/** Set in an address where something came out of the value before it. Texts stand below. */
export const SHOWN: usize = 0x80000000;

/** Shows what of the object at `at`, inside of `depth` containers, may be seen by its node. */
export function objectEnd(at: usize, node: u32, depth: u32): usize {
  if (depth >= MOST_DEPTH) return 0;
  let expected = <usize>node + NODE_FIRST;
  let seen: u64 = 0;
  let strangers: usize = 0;
  let separator: usize = 0;
  let substance: u32 = 0;
  keep(at, at + 1);
  let key = at + 1;
  if (<u32>load<u8>(key) === CLOSE_OBJECT) return key + 1;
  while (true) {
    if (<u32>load<u8>(key) !== QUOTE) return unexpected(key);
    let member = load<u32>(expected);
    if (member === 0 || !agrees(key + 1, member, load<u32>(member, MEMBER_BITS))) {
      member = memberNamed(key + 1, node);
      if (member !== 0) store<u32>(expected, member);
    }
    let end: usize = 0;
    if (member !== 0) {
      const flags = load<u32>(member, MEMBER_FLAGS);
      const bit = (<u64>1) << ((flags >> 8) & 63);
      if ((seen & bit) !== 0) return 0;
      seen |= bit;
      expected = <usize>member + MEMBER_NEXT;
      const value = key + <usize>load<u32>(member, MEMBER_LENGTH) + 3;
      end = memberEnd(key - separator, value, member, flags, depth + 1);
      if (end >= SHOWN) {
        separator = 1;
        substance |= ~flags;
        end ^= SHOWN;
      }
    } else {
      if (strangers === 0) strangers = namesAt;
      end = strangerEnd(key, strangers, depth + 1);
    }
    if (end === 0) return 0;
    const byte: u32 = load<u8>(end);
    key = end + 1;
    if (byte === COMMA) continue;
    if (byte !== CLOSE_OBJECT) return unexpected(end);
    keep(end, key);
    if (strangers !== 0) leaveNames(strangers);
    return (substance & IS_URL) !== 0 ? key | SHOWN : key;
  }
}

/** The place of the member in the tables, or 0. */
function memberNamed(name: usize, node: u32): u32 {
  const length = nameLength(name);
  if (length === 0) return 0;
  return memberAt(name, length, load<u32>(node, NODE_MEMBERS), load<u32>(node, NODE_MASK), 0);
}

/** A member that is in no table, of an object whose names since `names` are its own. */
function strangerEnd(key: usize, names: usize, depth: u32): usize {
  const length = nameLength(key + 1);
  if (length === 0 || !isNewName(key + 1, length, names)) return 0;
  const value = key + 3 + <usize>length;
  if (!isNull(value) && !noteUnmapped(0, key + 1, length, depth - 1)) return 0;
  return valueEnd(value, depth);
}

/** A member of the tables. `start`: from where it comes out, its comma included where it needs one. */
@inline
function memberEnd(start: usize, value: usize, member: u32, flags: u32, depth: u32): usize {
  const byte: u32 = load<u8>(value);
  const rule = load<u32>(member, MEMBER_RULE);
  const action = actionOf(rule & 0xffff);
  if (byte === QUOTE) {
    if (action === RELEASE && (flags & (IS_ARRAY | IS_PRIMITIVE)) === IS_PRIMITIVE) {
      const end = stringEnd(value, true);
      noteReleased(rule >> 16);
      keep(start, end);
      return end === 0 ? 0 : end | SHOWN;
    }
  } else if (action >= WITHHOLD && (flags & (IS_PRIMITIVE | IS_UNCOVERED)) === 0) {
    if (byte === ((flags & IS_ARRAY) !== 0 ? OPEN_LIST : OPEN_OBJECT)) {
      const outAt = outputAt;
      const from = keptFrom;
      const until = keptUntil;
      const spans = spansAt;
      const node = load<u32>(member, MEMBER_NODE);
      store<u32>(PATH + (<usize>depth << 2), member);
      keep(start, value);
      const end = byte === OPEN_LIST ? listEnd(value, member, node, depth) : itemEnd(value, node, depth);
      if (end < SHOWN) restoreOutput(outAt, from, until, spans);
      return end;
    }
  }
  return otherMemberEnd(start, value, member, flags, rule, depth);
}

/** The items of a list of objects. A scalar behind an object is in doubt: the account could not be taken back. */
function listEnd(at: usize, member: u32, node: u32, depth: u32): usize {
  if (depth >= MOST_DEPTH) return 0;
  let separator: usize = 0;
  let hasNull = false;
  let hasObject = false;
  let item = at + 1;
  keep(at, item);
  if (<u32>load<u8>(item) === CLOSE_LIST) return item + 1;
  store<u32>(PATH + (<usize>depth << 2), 0, 4);
  while (true) {
    let end = item + 4;
    if (<u32>load<u8>(item) === OPEN_OBJECT) {
      const outAt = outputAt;
      const from = keptFrom;
      const until = keptUntil;
      const spans = spansAt;
      hasObject = true;
      keep(item - separator, item);
      end = itemEnd(item, node, depth + 1);
      if (end >= SHOWN) {
        separator = 1;
        end ^= SHOWN;
      } else restoreOutput(outAt, from, until, spans);
    } else if (isNull(item)) hasNull = true;
    else return hasObject ? unexpected(item) : uncoveredEnd(at, member, depth);
    if (end === 0) return 0;
    const byte: u32 = load<u8>(end);
    item = end + 1;
    if (byte === COMMA) continue;
    if (byte !== CLOSE_LIST) return unexpected(end);
    if (separator === 0) return item;
    keep(end, item);
    return hasNull ? 0 : item | SHOWN;
  }
}

/** An object whose owners are to be found (PRJ-20). */
@inline
function itemEnd(at: usize, node: u32, depth: u32): usize {
  if ((load<u32>(node, NODE_FLAGS) & HAS_VARIANTS) !== 0) {
    node = ownerOf(at, load<u32>(node, NODE_VARIANTS), depth, false);
    if (node === 0) return 0;
  }
  const action = actionOf(load<u32>(node, NODE_RULE));
  return action === WALK ? objectEnd(at, node, depth) : guardedEnd(at, node, action, depth);
}

function guardedEnd(at: usize, node: u32, action: u32, depth: u32): usize {
  if (action === WALK_REFERENCE) {
    const where = pointing(at, depth);
    if (where === POINTS_ELSEWHERE) return objectEnd(at, node, depth);
    if (where !== POINTS_INSIDE) return 0;
  } else if (action >= TO_TOKEN_IDENTIFIER) return replacedEnd(at, node, action, depth);
  else if (action !== WITHHOLD) return 0;
  noteWithheld(load<u32>(node, NODE_ACCOUNT));
  return containerEnd(at, depth);
}

/** A text of which the year comes out, or a token (PRJ-33, PRJ-35, PRJ-39). What comes out otherwise is in doubt. */
function transformedEnd(start: usize, value: usize, member: u32, account: u32, action: u32): usize {
  const end = stopFrom(value + 1);
  if (<u32>load<u8>(value) !== QUOTE || <u32>load<u8>(end) !== QUOTE) return 0;
  noteWithheld(account);
  noteReleased(account);
  if (action !== TO_YEAR) {
    const isToken = action === TO_TOKEN;
    if (!fillsHoles || (!isToken && action !== TO_YEAR_BESIDE)) return 0;
    keep(start, end + 1);
    const from = isToken ? value : value - <usize>load<u32>(member, MEMBER_LENGTH) - 3;
    const kind = (account << KIND_BITS) | (isToken ? HOLE_TEXT : HOLE_YEAR_BESIDE);
    return noteHole(placeOf(from), from, end + 1, kind, value + 1, end) ? (end + 1) | SHOWN : 0;
  }
  const year = yearAt(value + 1, <u32>(end - value) - 1);
  if (year === 0 || year < earliestYear) return 0;
  // A year that stands alone would make a shape in which nothing is cut off.
  if (end === value + 5) forbidShape();
  else if (!noteYear(value)) return 0;
  keep(start, value + 5);
  keep(end, end + 1);
  return (end + 1) | SHOWN;
}

/** Where the text ends that `replacedText` found. */
let replacedUntil: usize = 0;

/** What the token of an object is made of: the text of a member, or all of it; 0 in doubt. */
function replacedText(at: usize, end: usize, action: u32, depth: u32): usize {
  replacedUntil = end;
  if (action === TO_FRAGMENT) return at;
  const isReference = action === TO_TOKEN_REFERENCE;
  if (isReference && pointing(at, depth) !== POINTS_ELSEWHERE) return 0;
  const text = isReference ? textNamed(at, depth, REFERENC, 9) : textNamed(at, depth, VALUE, 5);
  replacedUntil = text === 0 ? 0 : stopFrom(text);
  return text !== 0 && <u32>load<u8>(replacedUntil) === QUOTE ? text : 0;
}

/** An object that something else stands in place of; what is in it is noted as where all of it is dropped. */
function replacedEnd(at: usize, node: u32, action: u32, depth: u32): usize {
  if (!fillsHoles) return 0;
  const outAt = outputAt;
  const from = keptFrom;
  const until = keptUntil;
  const spans = spansAt;
  actions += WITHOUT_TRANSFORMS;
  let end = objectEnd(at, node, depth);
  actions -= WITHOUT_TRANSFORMS;
  restoreOutput(outAt, from, until, spans);
  const isFragment = action === TO_FRAGMENT;
  if (end === 0 || (end >= SHOWN && !isFragment)) return 0;
  end &= ~SHOWN;
  const text = replacedText(at, end, action, depth);
  if (text === 0) return 0;
  const account = load<u32>(node, NODE_ACCOUNT);
  noteWithheld(account);
  noteReleased(account);
  keep(at, end);
  let kind = (account << KIND_BITS) | HOLE_IDENTIFIER;
  if (action === TO_TOKEN_REFERENCE) kind = (account << KIND_BITS) | HOLE_REFERENCE;
  else if (isFragment) kind = (load<u32>(node, NODE_RULE) << KIND_BITS) | HOLE_FRAGMENT;
  return noteHole(placeOf(at), at, end, kind, text, replacedUntil) ? end | SHOWN : 0;
}

/** Whatever is not a text that comes out and not an object or list of the right shape. */
function otherMemberEnd(
  start: usize,
  value: usize,
  member: u32,
  flags: u32,
  rule: u32,
  depth: u32,
): usize {
  if (isNull(value)) return value + 4;
  if ((flags & IS_UNCOVERED) !== 0) return uncoveredEnd(value, member, depth);
  const action = actionOf(rule & 0xffff);
  if (action === PASS_OVER) return valueEnd(value, depth);
  const byte: u32 = load<u8>(value);
  const isList = byte === OPEN_LIST;
  const isRightShape = ((flags & IS_ARRAY) !== 0) === isList && byte !== OPEN_OBJECT;
  if ((flags & IS_PRIMITIVE) === 0 || !isRightShape) return uncoveredEnd(value, member, depth);
  if ((flags & IS_URL) !== 0) return releasedEnd(start, value, 0, depth);
  if (isList && !isListOfScalars(value)) return uncoveredEnd(value, member, depth);
  if (action === NOTE_UNMAPPED) return uncoveredEnd(value, member, depth);
  if (action >= TO_YEAR) return isList ? 0 : transformedEnd(start, value, member, rule >> 16, action);
  const isLink = action === RELEASE_LINK;
  if (action === WITHHOLD || (isLink && pointsInside(value, isList))) {
    noteWithheld(rule >> 16);
    return valueEnd(value, depth);
  }
  return action === RELEASE || isLink ? releasedEnd(start, value, rule >> 16, depth) : 0;
}

/** What no element covers, or not in this shape (PRJ-01, PRJ-04). */
function uncoveredEnd(value: usize, member: u32, depth: u32): usize {
  return noteUnmapped(member, 0, 0, depth - 1) ? valueEnd(value, depth) : 0;
}

/** A scalar, or a list of scalars without null, that comes out. */
function releasedEnd(start: usize, value: usize, account: u32, depth: u32): usize {
  const end = <u32>load<u8>(value) === OPEN_LIST ? scalarsEnd(value, depth) : scalarEnd(value, true);
  noteReleased(account);
  keep(start, end);
  return end === 0 ? 0 : end | SHOWN;
}

/** Null in a list is in doubt: it stands only where the list beside it has an item (PRJ-06). */
function scalarsEnd(at: usize, depth: u32): usize {
  if (depth >= MOST_DEPTH) return 0;
  at++;
  if (<u32>load<u8>(at) === CLOSE_LIST) return at + 1;
  while (true) {
    if (isNull(at)) return 0;
    at = scalarEnd(at, true);
    if (at === 0) return 0;
    const byte: u32 = load<u8>(at++);
    if (byte === CLOSE_LIST) return at;
    if (byte !== COMMA) return unexpected(at - 1);
  }
}

/** False where an item is an object or a list. Malformed lists pass: they are read to their end afterwards. */
function isListOfScalars(at: usize): bool {
  at++;
  while (true) {
    const byte: u32 = load<u8>(at);
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) return false;
    at = scalarEnd(at, false);
    if (at === 0 || <u32>load<u8>(at) !== COMMA) return true;
    at++;
  }
}

/** `#` begins a link to a contained resource (PRJ-08). An escape in its place is no canonical one. */
function pointsInside(value: usize, isList: bool): bool {
  if (!isList) return isInside(value);
  let at = value + 1;
  while (!isInside(at)) {
    at = scalarEnd(at, false);
    if (at === 0 || <u32>load<u8>(at) !== COMMA) return false;
    at++;
  }
  return true;
}

@inline
function isInside(at: usize): bool {
  return <u32>load<u8>(at) === QUOTE && <u32>load<u8>(at, 1) === NUMBER_SIGN;
}
