/**
 * The form of the tables that scanners walk beside a text: one memory, in little-endian words of 32 bits. A *place* is
 * the byte offset of a record in it; 0 is no place. wasm/fhir/tables.ts reads the same form.
 *
 * Nothing in the tables depends on a view. A view has one action for each *rule*, and the tables say which rule holds
 * where. What a scanner keeps for itself in the words that are marked so means nothing to others.
 *
 * NODE, 32 bytes: what owns a value, all owners together.
 * MEMBER, 64 bytes: one slot of an open hash table (`hashOfName`, linear probing, half empty at least).
 * VARIANTS, 32 bytes: how the items of a node find their owners (rule T6 of the catalogue).
 * PROBE: 16 bytes, then a STEP of 64 bytes for each name: what to look up in an item to evaluate all tests of a node.
 * VALUES: a count and 12 bytes for each text that a condition names.
 */

/** Index of the action in a view. */
export const NODE_RULE = 0;
/** Index of the elements that own the value itself, for the account; 0: none. */
export const NODE_ACCOUNT = 4;
/** Flags below. */
export const NODE_FLAGS = 8;
/** Place of the hash table of members; 0 at primitives. */
export const NODE_MEMBERS = 12;
/** Slots of the table less one. */
export const NODE_MASK = 16;
/** Place of VARIANTS; 0: the node itself owns every item. */
export const NODE_VARIANTS = 20;
/** @public The scanner's own. */
export const NODE_OWN = 28;
export const NODE_SIZE = 32;

/** FHIR has a list here. */
export const IS_ARRAY = 1;
/** The items have no members. */
export const IS_PRIMITIVE = 2;
/** An Extension: its url alone is nothing (PRJ-07). */
export const IS_EXTENSION = 4;
/** The url of an extension, which comes out with its value and counts for no element. */
export const IS_URL = 8;
/** Items find their owners by tests. */
export const HAS_VARIANTS = 16;
/** A member that R4 has and no element covers. */
export const IS_UNCOVERED = 32;

/** @public Name in UTF-8, then `":`, then zeros: 32 bytes. */
export const MEMBER_NAME = 0;
/** Bit i: byte i of the name's 32 must agree. 0: the slot is empty. */
export const MEMBER_BITS = 32;
/** Bytes of the name alone. */
export const MEMBER_LENGTH = 36;
/** Place of the NODE; 0: no element covers the member. */
export const MEMBER_NODE = 40;
/** The flags of the node, and in bits 8–15 the ordinal in this table, NO_ORDINAL where there are too many. */
export const MEMBER_FLAGS = 44;
/** Rule of the node in the low half, account in the high one. */
export const MEMBER_RULE = 48;
/** @public The scanner's own, two words. */
export const MEMBER_OWN = 52;
export const MEMBER_SIZE = 64;
export const LONGEST_NAME = 30;
export const ORDINALS = 63;
export const NO_ORDINAL = 255;

/** How many tests; ALWAYS_IN_DOUBT: more than a scanner can tell apart. */
export const VARIANTS_TESTS = 0;
export const ALWAYS_IN_DOUBT = -1;
/** Place of the NODE when no test holds. */
export const VARIANTS_PLAIN = 4;
export const VARIANTS_PROBE = 8;
/** Place of one word for each test: the bits of its conditions, all of which must hold. */
export const VARIANTS_CONDITIONS = 12;
/** Place of the first OWNER; 0: none known yet. */
export const VARIANTS_OWNERS = 16;
export const VARIANTS_SIZE = 32;
/** What two scanners can tell apart in one word. */
export const MOST_TESTS = 30;

/** OWNER, 16 bytes, a list: the bits of the tests that hold, the NODE they make together, the place of the next. */
export const OWNER_TESTS = 0;
export const OWNER_NODE = 4;
export const OWNER_NEXT = 8;
export const OWNER_SIZE = 16;

/** How many steps. */
export const PROBE_COUNT = 0;
export const PROBE_STEPS = 16;
/** @public STEP: name, bits and length as in MEMBER. */
export const STEP_BITS = 32;
export const STEP_LENGTH = 36;
/** Place of the PROBE for what is below; 0: no condition reads deeper. */
export const STEP_BELOW = 40;
/** Place of the VALUES that conditions ending here ask for; 0: none does. */
export const STEP_VALUES = 44;
export const STEP_SIZE = 64;

export const VALUES_COUNT = 0;
/** 1: one of the texts has a bar, so that a Coding could match it as `system|code`. */
export const VALUES_HAVE_BAR = 4;
export const VALUES_LIST = 8;
/** Each: bit of the condition, length in bytes, place of the text. */
export const VALUE_CONDITION = 0;
export const VALUE_LENGTH = 4;
export const VALUE_TEXT = 8;
export const VALUE_SIZE = 12;

/** Place of the hash table of resource types: MEMBERs whose node is the root of the type. */
export const TYPES_PLACE = 64;
export const TYPES_MASK = 511;

/** Where a name stands in a hash table, before the table's mask is laid over it. `length` is at least 1. */
export function hashOfName(first: number, middle: number, last: number, length: number): number {
  return Math.imul(first | (middle << 8) | (last << 16) | (length << 24), 0x9e3779b1) >>> 16;
}
