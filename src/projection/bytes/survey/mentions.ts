/** The mentions of one record as the kernel writes them, eight words each; see wasm/fhir/survey-mentions.ts. */
export const WORDS = 8;

export const KIND = { record: 0, coding: 1, label: 2, origin: 3, link: 4, step: 5, scope: 6 } as const;

/** In the first word of a link. */
export const IS_OWN = 0x100;
export const HAS_IDENTIFIER = 0x200;

/** Kind of a mention by its first word. */
export function kindOf(head: number): number {
  return head & 0xff;
}

/** The role of the object that a link is, by its first word. */
export function roleOf(head: number): number {
  return (head >>> 16) & 0xff;
}

/**
 * Mentions in memory that is written over by the next record, or a copy of some. Where a mention stands is counted in
 * words; its places are pairs of bytes, and one that ends at 0 is no place.
 */
export type MentionWords = Int32Array | readonly number[];

/** @public Where the words of a mention stand; the kernel writes all of them. */
export const HEAD = 0;
export const FIRST = 1;
export const SECOND = 3;
export const HASH = 5;

/** The text of a place; undefined where there is none. */
export function textAt(bytes: Buffer, words: MentionWords, place: number): string | undefined {
  const until = words[place + 1] ?? 0;
  return until === 0 ? undefined : bytes.toString("utf8", words[place] ?? 0, until);
}
