// A sieve of the codings that any segment labels. What passes is compared exactly in JavaScript, so it may pass too
// much and never too little.

/** How the codes of a system compare. */
const EXACT: u32 = 0;
/** ICD: without dots, in upper case. */
const BARE: u32 = 1;
/** By rules that are left to JavaScript. */
const ANY: u32 = 2;

// Systems by open addressing: hash of the name (0: free), comparison, seed of its codes, prefix lengths as a bit set.
const SYSTEMS: u32 = 256;
const ENTRY: usize = 16;
// Then codes, beginnings of codes and sources as bits of a set of hashes.
const BITS: u32 = 1 << 19;
const SIZE: usize = 256 * 16 + (1 << 16) + 16;
const systems = memory.data(256 * 16 + (1 << 16) + 16, 16);
const codes = systems + 256 * 16;
/** Set where systems that are not in the table pass, as when a label's system has a bar, which could belong to a code. */
const barred = codes + (1 << 16);
const ORIGINS: u32 = 0x736f7572;

/** Where all that was loaded stands, so that it can be kept beside other labels and put back. */
export function labelTablesAt(): usize {
  return systems;
}

export function labelTablesSize(): usize {
  return SIZE;
}

/** Forgets every label. */
export function clearLabels(): void {
  memory.fill(systems, 0, SIZE);
}

/** A labeled meta.source. */
export function labelOrigin(from: usize, until: usize): void {
  labelCode(from, until, ORIGINS, false);
}

/** False only where no label can mean the source, which ends at its fragment. */
export function mayBeOrigin(from: usize, until: usize): bool {
  let hash = ORIGINS;
  for (let at = from; at < until && load<u8>(at) !== 0x23; at++) hash = step(hash, load<u8>(at));
  return hasBit(hash);
}

/** A name of a system some of whose codes are labeled. Names of one system share a seed. */
export function labelSystem(from: usize, until: usize, comparison: u32, seed: u32, prefixLengths: u32): void {
  if (hasBar(from, until)) store<u32>(barred, 1);
  const hash = systemHash(from, until);
  for (let at: u32 = 0; at < SYSTEMS / 2; at++) {
    const entry = systems + <usize>((hash + at) & (SYSTEMS - 1)) * ENTRY;
    const free = load<u32>(entry) == 0;
    if (!free && load<u32>(entry) != hash) continue;
    // Two names of one hash: whatever is labeled in either is let through.
    store<u32>(entry, hash);
    store<u32>(entry, free ? comparison : ANY, 4);
    store<u32>(entry, seed, 8);
    store<u32>(entry, prefixLengths, 12);
    return;
  }
  // No room: what is not in the table passes.
  store<u32>(barred, 1);
}

/** A labeled code of the system with this seed, or the beginning of labeled codes, as it compares. */
export function labelCode(from: usize, until: usize, seed: u32, isPrefix: bool): void {
  let hash = seed;
  for (let at = from; at < until; at++) hash = step(hash, load<u8>(at));
  setBit(isPrefix ? beginning(hash) : hash);
}

/** False only where no label can mean the coding. Absent parts are empty. */
export function mayBeLabeled(systemFrom: usize, systemUntil: usize, from: usize, until: usize): bool {
  const entry = entryOf(systemHash(systemFrom, systemUntil));
  if (entry == 0) return load<u32>(barred) != 0 || hasBar(systemFrom, systemUntil);
  const comparison = load<u32>(entry, 4);
  if (comparison == ANY) return true;
  return isCodeLabeled(from, until, load<u32>(entry, 8), load<u32>(entry, 12), comparison == BARE);
}

function isCodeLabeled(from: usize, until: usize, seed: u32, prefixLengths: u32, bare: bool): bool {
  let hash = seed;
  let length: u32 = 0;
  if (prefixLengths & 1 && hasBit(beginning(hash))) return true;
  for (let at = from; at < until; at++) {
    let char = <u32>load<u8>(at);
    if (char >= 0x80 || char == 0x7c) return true;
    if (bare && char == 0x2e) continue;
    if (bare && char - 0x61 < 26) char -= 0x20;
    hash = step(hash, char);
    length++;
    if (length < 32 && (prefixLengths >> length) & 1 && hasBit(beginning(hash))) return true;
  }
  return hasBit(hash);
}

function entryOf(hash: u32): usize {
  for (let at: u32 = 0; at < SYSTEMS / 2; at++) {
    const entry = systems + <usize>((hash + at) & (SYSTEMS - 1)) * ENTRY;
    const found = load<u32>(entry);
    if (found == hash) return entry;
    if (found == 0) return 0;
  }
  return 0;
}

/** Of the length and the last 8 bytes: systems differ there. Never 0. */
function systemHash(from: usize, until: usize): u32 {
  const length = <u64>(until - from);
  let word = length == 0 ? 0 : load<u64>(until - 8);
  if (length < 8 && length > 0) word >>= (8 - length) << 3;
  const mixed = (word ^ length) * 0x9e3779b97f4a7c15;
  return <u32>(mixed >> 32) | 1;
}

function hasBar(from: usize, until: usize): bool {
  for (let at = from; at < until; at++) if (load<u8>(at) == 0x7c) return true;
  return false;
}

// FNV-1a.
@inline
function step(hash: u32, char: u32): u32 {
  return (hash ^ char) * 0x01000193;
}

@inline
function beginning(hash: u32): u32 {
  return step(hash, 0x1ff);
}

@inline
function bitOf(hash: u32): u32 {
  return (hash ^ (hash >> 15)) & (BITS - 1);
}

function setBit(hash: u32): void {
  const bit = bitOf(hash);
  store<u8>(codes + (bit >> 3), load<u8>(codes + (bit >> 3)) | (<u8>1 << <u8>(bit & 7)));
}

@inline
function hasBit(hash: u32): bool {
  const bit = bitOf(hash);
  return ((<u32>load<u8>(codes + (bit >> 3)) >> (bit & 7)) & 1) != 0;
}
