/** The mentions of one record as the kernel writes them, eight words each; see wasm/fhir/survey-mentions.ts. */
export const WORDS = 8;

export const KIND = { record: 0, coding: 1, label: 2, origin: 3, link: 4, step: 5, scope: 6 } as const;

/** In the first word of a link. */
export const IS_OWN = 0x100;
export const HAS_IDENTIFIER = 0x200;

/** A place in a text; one that ends at 0 is no place. */
export interface Place {
  readonly from: number;
  readonly until: number;
}

/** One mention: its head (kind and flags), its two places, a hash of the first. */
export interface Mention {
  readonly head: number;
  readonly first: Place;
  readonly second: Place;
  readonly hash: number;
}

/** The mention at a position, 0 for the record itself. */
export function mentionAt(words: Int32Array, position: number): Mention {
  const at = position * WORDS;
  return {
    head: words[at] ?? 0,
    first: { from: words[at + 1] ?? 0, until: words[at + 2] ?? 0 },
    second: { from: words[at + 3] ?? 0, until: words[at + 4] ?? 0 },
    hash: words[at + 5] ?? 0,
  };
}

export function kindOf({ head }: Mention): number {
  return head & 0xff;
}

/** The role of the object that a link is. */
export function roleOf({ head }: Mention): number {
  return (head >>> 16) & 0xff;
}
