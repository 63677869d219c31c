import { createHash } from "node:crypto";

/**
 * `size` of the people, chosen by the seed alone: the same seed and people give the same sample, in whatever order
 * they come, and nobody can choose whom it falls on without choosing the seed. As an auditor of OCR draws workers.
 */
export function sampleOf<T extends { readonly person: string }>(
  people: readonly T[],
  size: number,
  seed: string,
): readonly T[] {
  const drawn = people
    .map((person) => ({ person, lot: lotOf(seed, person.person) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size);
  return drawn.map(({ person }) => person).toSorted((a, b) => (a.person < b.person ? -1 : 1));
}

/** How many were drawn: `22 of 25 asked for`. */
export function sampleSentence(drawn: number, asked: number): string {
  return `${drawn} of ${asked} asked for`;
}

function lotOf(seed: string, person: string): string {
  return createHash("sha256").update(`modicum access sample\0${seed}\0${person}`).digest("hex");
}
