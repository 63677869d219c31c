// What the host fills in: tokens, which need a key, and what only the object-level projection knows to make. In the output
// stands the value as it is, to be replaced before anybody reads it.
import { HOLES, HOLES_SIZE } from "./memory";

/** Hole: place in the output, from and until in the text, kind and more, from and until of the text to make it of. */
export const HOLE_SIZE: usize = 24;
/** Kinds, beside the account: the token itself, as a text; in place of an Identifier; of a Reference. */
export const HOLE_TEXT: u32 = 0;
export const HOLE_IDENTIFIER: u32 = 1;
export const HOLE_REFERENCE: u32 = 2;
/** In place of a member with its name, an instant: its year, beside where it was. */
export const HOLE_YEAR_BESIDE: u32 = 3;
/** Beside the rule: what the object-level projection makes of an object. The text is the object. */
export const HOLE_FRAGMENT: u32 = 4;
export const KIND_BITS: u32 = 3;

export let holesAt: usize = HOLES;
/** Whether the host fills holes at all; where it does not, what would need one is in doubt. */
export let fillsHoles = false;
/** The earliest year that may come out: what lies longer back implies an age over 89 (45 CFR 164.514(b)(2)(i)(C)). */
export let earliestYear: u32 = 10000;

export function useTransforms(fills: bool, earliest: u32): void {
  fillsHoles = fills;
  earliestYear = earliest;
}

@inline
export function startHoles(): void {
  holesAt = HOLES;
}

/** False: there is no room. */
export function noteHole(place: usize, from: usize, until: usize, kind: u32, textFrom: usize, textUntil: usize): bool {
  if (holesAt + HOLE_SIZE > HOLES + HOLES_SIZE) return false;
  store<u32>(holesAt, <u32>place);
  store<u32>(holesAt, <u32>from, 4);
  store<u32>(holesAt, <u32>until, 8);
  store<u32>(holesAt, kind, 12);
  store<u32>(holesAt, <u32>textFrom, 16);
  store<u32>(holesAt, <u32>textUntil, 20);
  holesAt += HOLE_SIZE;
  return true;
}

/** Forgets the holes of what was taken back: all from a place in the output on. */
export function dropHoles(place: usize): void {
  while (holesAt > HOLES && <usize>load<u32>(holesAt - HOLE_SIZE) >= place) holesAt -= HOLE_SIZE;
}

/** Year of a FHIR date or dateTime of so many bytes, or 0 where it does not begin as one (FHIR R4, datatypes, 2.24.0.1). */
export function yearAt(at: usize, length: u32): u32 {
  if (length < 4 || (length > 4 && <u32>load<u8>(at, 4) !== 0x2d)) return 0;
  let year: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = <u32>load<u8>(at + i) - 0x30;
    if (digit > 9) return 0;
    year = year * 10 + digit;
  }
  return year;
}
