/** Hash tables of member names. */
import type { TableMemory } from "./table-memory.ts";
import {
  hashOfName,
  LONGEST_NAME,
  MEMBER_BITS,
  MEMBER_FLAGS,
  MEMBER_LENGTH,
  MEMBER_NODE,
  MEMBER_RULE,
  MEMBER_SIZE,
  NO_ORDINAL,
  NODE_ACCOUNT,
  NODE_FLAGS,
  NODE_RULE,
  ORDINALS,
} from "./table-format.ts";

const CACHE_LINE = 64;
const QUOTE_AND_COLON = 2;

/** A member by its name; node 0 where no element covers it. */
export interface TableMember {
  readonly name: string;
  readonly node: number;
  readonly flags: number;
}

export interface MemberTable {
  readonly place: number;
  readonly mask: number;
}

/**
 * Writes a hash table for these members, half empty at least. One whose name is not scannable is left out: scanners are
 * in doubt of every name that long.
 */
export function writeMemberTable(memory: TableMemory, members: readonly TableMember[]): MemberTable {
  let slots = 4;
  while (slots < members.length * 2) slots *= 2;
  const place = memory.take(slots * MEMBER_SIZE, CACHE_LINE);
  const table = { place, mask: slots - 1 };
  for (const [ordinal, member] of members.entries()) addMember(memory, table, member, ordinal);
  return table;
}

/** Adds a member to a table that has room. False: its name is not scannable. */
export function addMember(
  memory: TableMemory,
  { place, mask }: MemberTable,
  { name, node, flags }: TableMember,
  ordinal: number,
): boolean {
  if (!isScannable(name)) return false;
  const bytes = Buffer.from(name);
  const middle = bytes[bytes.length >> 1] ?? 0;
  let slot = hashOfName(bytes[0] ?? 0, middle, bytes.at(-1) ?? 0, bytes.length) & mask;
  while (memory.word(place + slot * MEMBER_SIZE + MEMBER_BITS) !== 0) slot = (slot + 1) & mask;
  const at = place + slot * MEMBER_SIZE;
  writeName(memory, at, bytes);
  memory.setWord(at + MEMBER_LENGTH, bytes.length);
  memory.setWord(at + MEMBER_NODE, node);
  memory.setWord(at + MEMBER_FLAGS, flags | ((ordinal < ORDINALS ? ordinal : NO_ORDINAL) << 8));
  if (node === 0) return true;
  const [rule, account] = [memory.word(node + NODE_RULE), memory.word(node + NODE_ACCOUNT)];
  memory.setWord(at + MEMBER_FLAGS, memory.word(at + MEMBER_FLAGS) | memory.word(node + NODE_FLAGS));
  memory.setWord(at + MEMBER_RULE, rule | (account << 16));
  return true;
}

/** True for a name that fits a table. */
export function isScannable(name: string): boolean {
  return /^[\u0021-\u007e]+$/.test(name) && !/["\\]/.test(name) && name.length <= LONGEST_NAME;
}

/** The name with what follows it in compact JSON, and which of the 32 bytes must agree. */
export function writeName(memory: TableMemory, at: number, name: Uint8Array): void {
  memory.setBytes(at, name);
  memory.setBytes(at + name.length, Buffer.from('":'));
  memory.setWord(at + MEMBER_BITS, 2 ** (name.length + QUOTE_AND_COLON) - 1);
}
