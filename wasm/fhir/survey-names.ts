// Which members of a record say something, and what the objects below them are. Loaded from the definitions of FHIR R4.
//
// A name has an action, 1 to 63. An object has a role, 0 to 63; from the role of an object and the action of a member
// follows the role of the objects in that member.

/** Actions of names that matter in every record; those of subject parameters follow them. */
export const CODE: i32 = 1;
export const SYSTEM: i32 = 2;
export const REFERENCE: i32 = 3;
export const TYPE: i32 = 4;
export const RESOURCE_TYPE: i32 = 5;
export const ID: i32 = 6;
export const SOURCE: i32 = 7;
export const IDENTIFIER: i32 = 8;
export const CONTAINED: i32 = 9;

/** Roles that the walk itself knows. */
export const PLAIN: i32 = 0;
export const RESOURCE: i32 = 1;
export const META: i32 = 2;
export const SECURITY: i32 = 3;
/** A link that says whose record it is; the roles above it are others of that kind. */
export const SUBJECT: i32 = 32;

/** Beside a role: what has it must be a list, or must not be in one. */
export const IN_LIST: i32 = 64;
export const NO_LIST: i32 = 128;
export const ROLE: i32 = 63;

// Open addressing; an entry is the first 8 bytes, the last 8 bytes, length and action.
const SLOTS: u64 = 512;
const SHIFT: u64 = 55;
const ENTRY: usize = 24;
const LONGEST: usize = 16;
const names = memory.data(512 * 24, 16);
const roles = memory.data(64 * 64, 16);

/** Watches for a name of 1 to 16 bytes; others cannot be watched. */
export function watchName(from: usize, until: usize, action: i32): bool {
  const length = until - from;
  if (length == 0 || length > LONGEST || action <= 0 || action > 63) return false;
  const first = firstBytes(from, length);
  let entry = slotOf(first);
  while (load<u32>(entry, 16) != 0) entry = nextSlot(entry);
  store<u64>(entry, first);
  store<u64>(entry, length > 8 ? load<u64>(until - 8) : 0, 8);
  store<u32>(entry, <u32>length, 16);
  store<u32>(entry, action, 20);
  return true;
}

/** What stands in a member of this action, of an object of this role, has that role. */
export function setRole(role: i32, action: i32, below: i32): void {
  store<u8>(roles + ((role & ROLE) << 6) + action, <u8>below);
}

@inline
export function roleBelow(role: i32, action: i32): i32 {
  return load<u8>(roles + ((role & ROLE) << 6) + action);
}

/** The action of a name without escapes; 0 where it is none of those watched for. */
@inline
export function actionOf(from: usize, until: usize): i32 {
  const length = until - from;
  if (length - 1 >= LONGEST) return 0;
  const first = firstBytes(from, length);
  let entry = slotOf(first);
  while (load<u32>(entry, 16) != 0) {
    if (load<u64>(entry) == first && load<u32>(entry, 16) == <u32>length)
      if (length <= 8 || load<u64>(entry, 8) == load<u64>(until - 8)) return load<i32>(entry, 20);
    entry = nextSlot(entry);
  }
  return 0;
}

@inline
function firstBytes(from: usize, length: usize): u64 {
  const word = load<u64>(from);
  return length >= 8 ? word : word & ((<u64>1 << ((<u64>length) << 3)) - 1);
}

@inline
function slotOf(first: u64): usize {
  return names + <usize>((first * 0x9e3779b97f4a7c15) >> SHIFT) * ENTRY;
}

@inline
function nextSlot(entry: usize): usize {
  const next = entry + ENTRY;
  return next == names + <usize>SLOTS * ENTRY ? names : next;
}
