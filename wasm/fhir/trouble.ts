// Why a function gave 0 for an address. Whatever is not named here is doubt: the text may be malformed.

export const IN_DOUBT: u32 = 0;
/** White space between tokens: to be tried again on the compact text. */
export const HAS_SPACE: u32 = 1;
/** The tables have no node yet for the tests that hold on an item: `neededVariants`, `neededTests`. */
export const NEEDS_OWNER: u32 = 2;

export let trouble: u32 = IN_DOUBT;
export let neededVariants: u32 = 0;
export let neededTests: u32 = 0;

@inline
export function clearTrouble(): void {
  trouble = IN_DOUBT;
}

/** Another byte than expected stands here. */
export function unexpected(at: usize): usize {
  const byte: u32 = load<u8>(at);
  if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) trouble = HAS_SPACE;
  return 0;
}

export function needOwner(variants: u32, tests: u32): u32 {
  trouble = NEEDS_OWNER;
  neededVariants = variants;
  neededTests = tests;
  return 0;
}

export function lackedVariants(): u32 {
  return neededVariants;
}

export function lackedTests(): u32 {
  return neededTests;
}
