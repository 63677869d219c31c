// The tables of src/projection/bytes/table-format.ts. A place in them is an address less TABLES.
import { TABLES } from "./memory";

export const NODE_RULE: usize = TABLES;
export const NODE_ACCOUNT: usize = TABLES + 4;
export const NODE_FLAGS: usize = TABLES + 8;
export const NODE_MEMBERS: usize = TABLES + 12;
export const NODE_MASK: usize = TABLES + 16;
export const NODE_VARIANTS: usize = TABLES + 20;
/** Place of the member that came first in the last object here. */
export const NODE_FIRST: usize = TABLES + 28;

export const IS_ARRAY: u32 = 1;
export const IS_PRIMITIVE: u32 = 2;
export const IS_EXTENSION: u32 = 4;
export const IS_URL: u32 = 8;
export const HAS_VARIANTS: u32 = 16;
export const IS_UNCOVERED: u32 = 32;

export const MEMBER_NAME: usize = TABLES;
export const MEMBER_BITS: usize = TABLES + 32;
export const MEMBER_LENGTH: usize = TABLES + 36;
export const MEMBER_NODE: usize = TABLES + 40;
export const MEMBER_FLAGS: usize = TABLES + 44;
export const MEMBER_RULE: usize = TABLES + 48;
/** Place of the member that came after this one last time. */
export const MEMBER_NEXT: usize = TABLES + 52;
/** Address of what was noted last of this member as unmapped. */
export const MEMBER_NOTED: usize = TABLES + 56;
export const MEMBER_SIZE: u32 = 64;
export const LONGEST_NAME: u32 = 30;
export const NO_ORDINAL: u32 = 255;

export const VARIANTS_TESTS: usize = TABLES;
export const VARIANTS_PLAIN: usize = TABLES + 4;
export const VARIANTS_PROBE: usize = TABLES + 8;
export const VARIANTS_CONDITIONS: usize = TABLES + 12;
export const VARIANTS_OWNERS: usize = TABLES + 16;
export const OWNER_TESTS: usize = TABLES;
export const OWNER_NODE: usize = TABLES + 4;
export const OWNER_NEXT: usize = TABLES + 8;

export const PROBE_COUNT: usize = TABLES;
export const PROBE_STEPS: u32 = 16;
export const STEP_BITS: usize = TABLES + 32;
export const STEP_LENGTH: usize = TABLES + 36;
export const STEP_BELOW: usize = TABLES + 40;
export const STEP_VALUES: usize = TABLES + 44;
export const STEP_SIZE: u32 = 64;

export const VALUES_COUNT: usize = TABLES;
export const VALUES_HAVE_BAR: usize = TABLES + 4;
export const VALUES_LIST: u32 = 8;
export const VALUE_CONDITION: usize = TABLES;
export const VALUE_LENGTH: usize = TABLES + 4;
export const VALUE_TEXT: usize = TABLES + 8;
export const VALUE_SIZE: u32 = 12;

export const TYPES_PLACE: u32 = 64;
export const TYPES_MASK: u32 = 511;

/** What a view does at a place: src/projection/bytes/rules.ts. */
export const PASS_OVER: u32 = 0;
export const NOTE_UNMAPPED: u32 = 1;
export const WITHHOLD: u32 = 2;
export const RELEASE: u32 = 3;
export const RELEASE_LINK: u32 = 4;
export const WALK: u32 = 5;
export const WALK_REFERENCE: u32 = 6;
export const TRANSFORM: u32 = 7;
export const TO_YEAR: u32 = 8;
export const TO_TOKEN: u32 = 9;
export const TO_YEAR_BESIDE: u32 = 10;
export const TO_TOKEN_IDENTIFIER: u32 = 11;
export const TO_TOKEN_REFERENCE: u32 = 12;
export const TO_FRAGMENT: u32 = 13;

/** Place of the member of this name in a table of members, or 0. `trail` leaves out so many bytes behind the name. */
export function memberAt(name: usize, length: u32, members: u32, mask: u32, trail: u32): u32 {
  if (length - 1 >= LONGEST_NAME) return 0;
  const first: u32 = load<u8>(name);
  const middle: u32 = load<u8>(name + <usize>(length >> 1));
  const last: u32 = load<u8>(name + <usize>length - 1);
  const hash: u32 = ((first | (middle << 8) | (last << 16) | (length << 24)) * 0x9e3779b1) >> 16;
  let slot: u32 = hash & mask;
  while (true) {
    const member: u32 = members + slot * MEMBER_SIZE;
    const bits: u32 = load<u32>(member, MEMBER_BITS);
    if (bits === 0) return 0;
    if (agrees(name, member, bits >> trail)) return member;
    slot = (slot + 1) & mask;
  }
}

/** True where the text at `name` has the bytes of a member's name that `bits` asks for. */
@inline
export function agrees(name: usize, member: u32, bits: u32): bool {
  const low: u32 = i8x16.bitmask(i8x16.eq(v128.load(name), v128.load(member, MEMBER_NAME)));
  if (bits <= 0xffff) return (~low & bits) === 0;
  const high: u32 = i8x16.bitmask(i8x16.eq(v128.load(name, 16), v128.load(member, MEMBER_NAME + 16)));
  return (~(low | (high << 16)) & bits) === 0;
}
