// The objects and lists that a walk stands in, and what is taken from an object when it ends.
import {
  CODE,
  CONTAINED,
  IDENTIFIER,
  IN_LIST,
  META,
  NO_LIST,
  PLAIN,
  REFERENCE,
  RESOURCE_TYPE,
  ROLE,
  SECURITY,
  SOURCE,
  SUBJECT,
  SYSTEM,
  TYPE,
  roleBelow,
} from "./survey-names";
import { mayBeLabeled, mayBeOrigin } from "./survey-labels";
import { hashOf, shortUntil } from "./survey-text";
import { CODING, HAS_IDENTIFIER, IS_OWN, LABEL, LINK, ORIGIN, SCOPE, STEP, mention } from "./survey-mentions";

/** MAX_JSON_DEPTH of the reader of objects. */
const DEEPEST: u32 = 100;
const SIZE: usize = 112;
const frames = memory.data(101 * 112, 16);

// A frame: which actions were seen (8 bytes), then the strings of actions 1 to 7 as pairs of places, then what follows.
const SEEN: usize = 0;
const VALUES: usize = 0;
const CLOSING: usize = 64;
const ROLE_HERE: usize = 68;
const OWN: usize = 72;
const BEGIN: usize = 76;
/** Links that were mentioned when the object began. */
const LINKS: usize = 80;
/** The same, of those with steps. */
const STEPPED: usize = 84;
/** Beginning of the name of the member that is being read. */
const NAME: usize = 88;

let frame: usize = frames;
let depth: u32 = 0;
let links: u32 = 0;
let stepped: u32 = 0;
/** Something was met of which the rules for objects say more than this walk knows. */
export let inDoubt: bool = false;

/** Before a walk. */
export function startFrames(): void {
  frame = frames;
  depth = 0;
  links = 0;
  stepped = 0;
  inDoubt = false;
}

@inline
export function isOutside(): bool {
  return depth === 0;
}

/** The byte that ends what the walk stands in. */
@inline
export function closing(): u32 {
  return load<u32>(frame, CLOSING);
}

/** Steps into an object or list that begins at a place, in a member of this action and name. False: too deep. */
export function open(at: usize, action: i32, name: usize): bool {
  if (depth === DEEPEST) return false;
  const parent = frame;
  const bracket = <u32>load<u8>(at);
  const isItem = load<u32>(parent, CLOSING) === 0x5d;
  if (!isItem) store<u32>(parent, <u32>name, NAME);
  // An object of JavaScript puts names that are numbers in front, so links below would come in another order.
  if (!isItem && <u32>load<u8>(name) - 0x30 < 10) inDoubt = true;
  const role = isItem ? load<i32>(parent, ROLE_HERE) : roleBelow(load<i32>(parent, ROLE_HERE), action);
  const own = load<u32>(parent, OWN) & <u32>(action !== CONTAINED);
  if (role !== PLAIN) checkShape(role, bracket === 0x5b, isItem);
  frame += SIZE;
  depth++;
  begin(at, bracket, role, own);
  return true;
}

/** Steps into the record itself. */
export function openRecord(at: usize, role: i32): void {
  frame += SIZE;
  depth = 1;
  begin(at, load<u8>(at), role, 1);
}

@inline
function begin(at: usize, bracket: u32, role: i32, own: u32): void {
  const none = v128.splat<u64>(0);
  v128.store(frame, none);
  v128.store(frame, none, 16);
  v128.store(frame, none, 32);
  v128.store(frame, none, 48);
  store<u32>(frame, bracket + 2, CLOSING);
  store<i32>(frame, role, ROLE_HERE);
  store<u32>(frame, own, OWN);
  store<u32>(frame, <u32>at, BEGIN);
  store<u32>(frame, links, LINKS);
  store<u32>(frame, stepped, STEPPED);
}

/** Where the rules read a list or an object and find the other, they are left to say what that means. */
function checkShape(role: i32, isList: bool, isItem: bool): void {
  if (isList && (isItem || (role & NO_LIST) !== 0)) inDoubt = true;
  if (!isList && !isItem && (role & IN_LIST) !== 0) inDoubt = true;
}

/** Takes down that a member of this action begins. A second one leaves the record in doubt. */
@inline
export function see(action: i32): void {
  const bit = <u64>1 << action;
  const seen = load<u64>(frame, SEEN);
  if ((seen & bit) !== 0) inDoubt = true;
  store<u64>(frame, seen | bit, SEEN);
}

/** Takes down a string of a member that matters. */
@inline
export function take(action: i32, from: usize, until: usize): void {
  if (action <= SOURCE) store<u64>(frame + (<usize>action << 3), pairOf(from, until), VALUES);
}

@inline
function valueOf(action: i32): u64 {
  return load<u64>(frame + (<usize>action << 3), VALUES);
}

/** The same of the record itself, when the walk has ended. */
export function recordValue(action: i32): u64 {
  return load<u64>(frames + SIZE + (<usize>action << 3), VALUES);
}

@inline
function pairOf(from: usize, until: usize): u64 {
  return <u64>from | (<u64>until << 32);
}

/** Steps out of what the walk stands in. */
@inline
export function close(): void {
  if (load<u32>(frame, CLOSING) === 0x7d) endObject();
  frame -= SIZE;
  depth--;
}

function endObject(): void {
  const role = load<i32>(frame, ROLE_HERE) & ROLE;
  if (load<u64>(frame, SEEN) === 0 && role < SUBJECT) return;
  const code = valueOf(CODE);
  if ((code !== 0 || role === SECURITY) && isLabeled(code)) mentionCoding(code, role);
  if (valueOf(REFERENCE) !== 0 || role >= SUBJECT) endReference(role);
  if (role === META && valueOf(SOURCE) !== 0) endMeta(valueOf(SOURCE));
  if (depth > 1 && valueOf(RESOURCE_TYPE) !== 0 && load<u32>(frame, STEPPED) !== stepped)
    mention(SCOPE, pairOf(load<u32>(frame, BEGIN), load<u32>(frame, BEGIN)), valueOf(RESOURCE_TYPE), 0);
}

@inline
function isLabeled(code: u64): bool {
  const system = valueOf(SYSTEM);
  return mayBeLabeled(<u32>system, <u32>(system >> 32), <u32>code, <u32>(code >> 32));
}

function endMeta(source: u64): void {
  if (mayBeOrigin(<u32>source, <u32>(source >> 32))) mention(ORIGIN, source, 0, 0);
}

function mentionCoding(code: u64, role: i32): void {
  if (code !== 0) mention(CODING, valueOf(SYSTEM), code, 0);
  if (role === SECURITY) mention(LABEL, valueOf(SYSTEM), code, 0);
}

function endReference(role: i32): void {
  const reference = valueOf(REFERENCE);
  const from = <usize>(<u32>reference);
  // Objects come before what is in them; here what is in them ended first. And whom `#x` contains says the other one.
  if (reference !== 0 && load<u32>(frame, LINKS) !== links) inDoubt = true;
  if (role >= SUBJECT && reference !== 0 && load<u8>(from) === 0x23) inDoubt = true;
  let head = LINK | (role >= SUBJECT ? <u32>role << 16 : 0);
  if (load<u32>(frame, OWN) !== 0) head |= IS_OWN;
  if ((load<u64>(frame, SEEN) & (<u64>1 << IDENTIFIER)) !== 0) head |= HAS_IDENTIFIER;
  mention(head, reference, valueOf(TYPE), reference === 0 ? 0 : hashOf(from, <usize>(reference >> 32)));
  if (reference === 0) return;
  links++;
  // "urn:" without a type: which types it may be to, the definitions say for the place where it stands.
  if (load<u32>(from) === 0x3a6e7275 && valueOf(TYPE) === 0) mentionSteps();
}

function nameIn(at: usize): u64 {
  const name = <usize>load<u32>(at, NAME);
  return pairOf(name, shortUntil(name));
}

function mentionSteps(): void {
  stepped++;
  for (let at = frames + SIZE; at < frame; at += SIZE)
    if (load<u32>(at, CLOSING) === 0x7d)
      mention(STEP, nameIn(at), pairOf(load<u32>(at, BEGIN), load<u32>(at, BEGIN)), 0);
}
