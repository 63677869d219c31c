// The account of one resource: what came out, what was held back, what no element covers.
import { RELEASED, UNMAPPED, UNMAPPED_SIZE, PATH, WITHHELD } from "./memory";
import { outputAt, moveOutput } from "./output";
import { MEMBER_NOTED } from "./tables";

/** Accounts of the tables, rounded up to 32. */
let accounts: usize = 0;
let unmappedAt: usize = UNMAPPED;
/** Of a record that may not be seen nothing is noted. */
let isSilent = false;

export function setAccounts(count: u32): void {
  accounts = (<usize>count + 31) & ~31;
}

/** Before a resource. */
@inline
export function startAccount(): void {
  const none = i8x16.splat(0);
  for (let i: usize = 0; i < accounts; i += 16) {
    v128.store(RELEASED + i, none);
    v128.store(WITHHELD + i, none);
  }
  unmappedAt = UNMAPPED;
  isSilent = false;
}

/** From here on the resource is one that may not be seen. */
@inline
export function silenceAccount(): void {
  isSilent = true;
}

@inline
export function noteReleased(account: u32): void {
  store<u8>(RELEASED + <usize>account, 1);
}

@inline
export function noteWithheld(account: u32): void {
  store<u8>(WITHHELD + <usize>account, 1);
}

/** Set in the second word of what is noted, and in no other. */
const HEAD: u32 = 0x80000000;

/**
 * Notes that no element covers a member below the first `level` words of PATH: its place, or for one that is in no
 * table 0 and where its name stands. Words: place, HEAD with level and length of the name, PATH, address of the name.
 * False: there is no room.
 */
export function noteUnmapped(member: u32, name: usize, length: u32, level: u32): bool {
  if (isSilent || (member !== 0 && isNoted(member, level))) return true;
  const end = unmappedAt + 12 + (<usize>level << 2);
  if (end > UNMAPPED + UNMAPPED_SIZE) return false;
  store<u32>(unmappedAt, member);
  store<u32>(unmappedAt, HEAD | level | (length << 8), 4);
  for (let i: usize = 0; i < <usize>level << 2; i += 4) store<u32>(unmappedAt + 8 + i, load<u32>(PATH + 4 + i));
  if (member === 0) store<u32>(end - 4, <u32>name);
  else store<u32>(<usize>member + MEMBER_NOTED, <u32>unmappedAt);
  unmappedAt = member === 0 ? end : end - 4;
  return true;
}

/** True when the member was noted last below the same path of the same resource. */
function isNoted(member: u32, level: u32): bool {
  const at = <usize>load<u32>(<usize>member + MEMBER_NOTED);
  if (at < UNMAPPED || at >= unmappedAt) return false;
  if (load<u32>(at) !== member || (load<u32>(at, 4) & 0x800000ff) !== (HEAD | level)) return false;
  for (let i: usize = 0; i < <usize>level << 2; i += 4) {
    if (load<u32>(at + 8 + i) !== load<u32>(PATH + 4 + i)) return false;
  }
  return true;
}

/** Bytes that `writeAccount` writes. */
@inline
export function accountSize(): usize {
  return accounts >> 2;
}

/** Bytes that `writeUnmapped` writes at most. */
export function unmappedSize(): usize {
  // Each name of 30 bytes takes the place of a word.
  return (unmappedAt - UNMAPPED) * 4;
}

/** Writes the account behind the result: the bits of what came out, of what was held back. */
export function writeAccount(): void {
  let at = outputAt;
  for (let i: usize = 0; i < accounts; i += 16) {
    const released = i8x16.ne(v128.load(RELEASED + i), i8x16.splat(0));
    const withheld = i8x16.ne(v128.load(WITHHELD + i), i8x16.splat(0));
    store<u16>(at, <u16>i8x16.bitmask(released));
    store<u16>(at + (accounts >> 3), <u16>i8x16.bitmask(withheld));
    at += 2;
  }
  moveOutput(outputAt + (accounts >> 2));
}

/** Writes what no element covers behind the account, names in place of their addresses; how many bytes. */
export function writeUnmapped(): u32 {
  let to = outputAt;
  for (let at = UNMAPPED; at < unmappedAt; ) {
    const isNamed = load<u32>(at) === 0;
    const head = load<u32>(at, 4);
    const words: usize = 8 + (<usize>(head & 0xff) << 2);
    for (let i: usize = 0; i < words; i += 4) store<u32>(to + i, load<u32>(at + i));
    to += words;
    at += words;
    if (!isNamed) continue;
    const length: usize = (head >> 8) & 0xff;
    memory.copy(to, <usize>load<u32>(at), length);
    to += (length + 3) & ~3;
    at += 4;
  }
  const size = to - outputAt;
  moveOutput(to);
  return <u32>size;
}
