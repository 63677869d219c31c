// The frame of a Bundle: where its resources stand. All of it is well-formed but for what is inside of the resources, of
// which only brackets and strings are looked at: `project` and `survey` look at the rest.
import { bracketsEnd } from "./brackets";
import { isSpace } from "./compact";
import { resourceEnd } from "./project";
import { isNewName, leaveNames, namesAt, startNames } from "./names";
import { scalarEnd, stringEnd } from "./scalar";
import { containerEnd } from "./skip";
import { stopFrom } from "./stops";
import { HAS_SPACE, clearTrouble, trouble } from "./trouble";

/** A record: what it is, then two parts, each by address and length. */
const RECORD_SIZE: usize = 20;
export const OF_TYPE: u32 = 1;
/** The resource; the mode of `search`. */
export const OF_ENTRY: u32 = 2;
/** Relation; url. */
export const OF_LINK: u32 = 3;

/** Objects of the frame. */
const BUNDLE: u32 = 0;
const ENTRY: u32 = 1;
const SEARCH: u32 = 2;
const LINK: u32 = 3;
/** Of which nothing matters but that it is well-formed. */
const OTHER: u32 = 4;

const QUOTE: u32 = 0x22;
const COMMA: u32 = 0x2c;
const COLON: u32 = 0x3a;
const OPEN_LIST: u32 = 0x5b;
const CLOSE_LIST: u32 = 0x5d;
const OPEN_OBJECT: u32 = 0x7b;
const CLOSE_OBJECT: u32 = 0x7d;

let end: usize = 0;
let recordsAt: usize = 0;
let isBundle = false;
let hasType = false;
let isProjecting = false;
let depth = 0;
/** Parts of the entry or link in hand, by address and length. */
let firstAt: usize = 0;
let firstLength: usize = 0;
let secondAt: usize = 0;
let secondLength: usize = 0;

/**
 * Writes to `to` a record for the type, for each entry that has a resource and for each link that has relation and url;
 * how many. `projects`: each resource is projected on the way. 0: it is no Bundle, or in doubt. Needs room for a record for each 16 bytes of text, and for one more.
 */
export function split(from: usize, until: usize, to: usize, projects: bool): u32 {
  startNames();
  clearTrouble();
  end = until;
  recordsAt = to;
  isBundle = false;
  hasType = false;
  isProjecting = projects;
  depth = 0;
  const at = spaceEnd(from);
  if (<u32>load<u8>(at) !== OPEN_OBJECT) return 0;
  const behind = objectEnd(at, BUNDLE);
  if (behind === 0 || spaceEnd(behind) !== until || !isBundle || !hasType) return 0;
  return <u32>((recordsAt - to) / RECORD_SIZE);
}

function spaceEnd(at: usize): usize {
  while (isSpace(load<u8>(at))) at++;
  return at;
}

function record(kind: u32): void {
  store<u32>(recordsAt, kind);
  store<u32>(recordsAt, <u32>firstAt, 4);
  store<u32>(recordsAt, <u32>firstLength, 8);
  store<u32>(recordsAt, <u32>secondAt, 12);
  store<u32>(recordsAt, <u32>secondLength, 16);
  recordsAt += RECORD_SIZE;
}

/** Behind an object of the frame; 0 in doubt, and so where a name comes twice. */
function objectEnd(at: usize, kind: u32): usize {
  const names = namesAt;
  at = spaceEnd(at + 1);
  if (<u32>load<u8>(at) === CLOSE_OBJECT) return at + 1;
  while (<u32>load<u8>(at) === QUOTE) {
    const name = at + 1;
    const stop = stopFrom(name);
    const length = <u32>(stop - name);
    if (<u32>load<u8>(stop) !== QUOTE || !isNewName(name, length, names)) return 0;
    at = spaceEnd(stop + 1);
    if (<u32>load<u8>(at) !== COLON) return 0;
    at = memberEnd(name, length, spaceEnd(at + 1), kind);
    if (at === 0) return 0;
    at = spaceEnd(at);
    const byte: u32 = load<u8>(at);
    if (byte === CLOSE_OBJECT) {
      leaveNames(names);
      return at + 1;
    }
    if (byte !== COMMA) return 0;
    at = spaceEnd(at + 1);
  }
  return 0;
}

const RESOURCE: u64 = 0x656372756f736572;
const TYPE: u32 = 0x65707954;
const BUNDLE_NAME: u64 = 0x22656c646e754222;

function memberEnd(name: usize, length: u32, at: usize, kind: u32): usize {
  if (kind === BUNDLE) return bundleMemberEnd(name, length, at);
  if (kind === ENTRY) return entryMemberEnd(name, length, at);
  if (kind === SEARCH && isNamed(name, length, 4, 0x65646f6d)) return secondTextEnd(at); // mode
  if (kind === LINK && length === 3 && (load<u32>(name) & 0xffffff) === 0x6c7275) return secondTextEnd(at); // url
  if (kind === LINK && length === 8 && load<u64>(name) === 0x6e6f6974616c6572) return firstTextEnd(at); // relation
  return anyEnd(at);
}

function bundleMemberEnd(name: usize, length: u32, at: usize): usize {
  if (length === 12 && load<u64>(name) === RESOURCE && load<u32>(name, 8) === TYPE) {
    isBundle = load<u64>(at) === BUNDLE_NAME;
    return isBundle ? at + 8 : 0;
  }
  if (isNamed(name, length, 4, 0x65707974)) {
    // type
    secondLength = 0;
    const behind = firstTextEnd(at);
    hasType = true;
    if (behind !== 0) record(OF_TYPE);
    return behind;
  }
  if (isNamed(name, length, 5, 0x72746e65) && <u32>load<u8>(name, 4) === 0x79) return listEnd(at, ENTRY); // entry
  return isNamed(name, length, 4, 0x6b6e696c) ? listEnd(at, LINK) : anyEnd(at); // link
}

function entryMemberEnd(name: usize, length: u32, at: usize): usize {
  if (length === 8 && load<u64>(name) === RESOURCE) {
    if (<u32>load<u8>(at) !== OPEN_OBJECT) return 0;
    firstAt = at;
    const behind = isProjecting ? resourceEnd(at, end) : bracketsEnd(at, end);
    firstLength = behind - at;
    return behind;
  }
  const isSearch = length === 6 && load<u32>(name) === 0x72616573 && <u32>load<u16>(name, 4) === 0x6863;
  if (!isSearch) return anyEnd(at);
  return <u32>load<u8>(at) === OPEN_OBJECT ? objectEnd(at, SEARCH) : 0;
}

@inline
function isNamed(name: usize, length: u32, wanted: u32, start: u32): bool {
  return length === wanted && load<u32>(name) === start;
}

/** A list of entries or links. */
function listEnd(at: usize, kind: u32): usize {
  if (<u32>load<u8>(at) !== OPEN_LIST) return 0;
  at = spaceEnd(at + 1);
  if (<u32>load<u8>(at) === CLOSE_LIST) return at + 1;
  while (kind === OTHER || <u32>load<u8>(at) === OPEN_OBJECT) {
    at = kind === OTHER ? anyEnd(at) : entryEnd(at, kind);
    if (at === 0) return 0;
    at = spaceEnd(at);
    const byte: u32 = load<u8>(at);
    if (byte === CLOSE_LIST) return at + 1;
    if (byte !== COMMA) return 0;
    at = spaceEnd(at + 1);
  }
  return 0;
}

function entryEnd(at: usize, kind: u32): usize {
  firstAt = 0;
  firstLength = 0;
  secondAt = 0;
  secondLength = 0;
  at = objectEnd(at, kind);
  if (kind === ENTRY && firstAt !== 0) record(OF_ENTRY);
  if (kind === LINK && firstAt !== 0 && secondAt !== 0) record(OF_LINK);
  return at;
}

/** A text without escapes. */
function firstTextEnd(at: usize): usize {
  if (<u32>load<u8>(at) !== QUOTE) return 0;
  const stop = stopFrom(at + 1);
  if (<u32>load<u8>(stop) !== QUOTE) return 0;
  firstAt = at + 1;
  firstLength = stop - firstAt;
  return stop + 1;
}

function secondTextEnd(at: usize): usize {
  const heldAt = firstAt;
  const heldLength = firstLength;
  const behind = firstTextEnd(at);
  secondAt = firstAt;
  secondLength = firstLength;
  firstAt = heldAt;
  firstLength = heldLength;
  return behind;
}

/** A value of which nothing matters. Frames nest far less deep than texts may; more is in doubt. */
function anyEnd(at: usize): usize {
  const byte: u32 = load<u8>(at);
  if (byte === QUOTE) return stringEnd(at, false);
  if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) return scalarEnd(at, false);
  const behind = containerEnd(at, 0);
  if (behind !== 0 || trouble !== HAS_SPACE) return behind;
  if (++depth > 50) return 0;
  at = byte === OPEN_LIST ? listEnd(at, OTHER) : objectEnd(at, OTHER);
  depth--;
  return at;
}
