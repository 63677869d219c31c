/** Compares the entries of a bundle with the hashes of their tile, and names what differs. */
import { HASH, hashOfLeaf } from "./merkle.ts";
import type { FindingClass } from "./findings.ts";
import { parseEntry } from "./entry.ts";

/** What differs at a position of a bundle, counted from its first entry. */
export interface Difference {
  readonly class: FindingClass;
  readonly at: number;
}

/**
 * Empty where every entry is the one of its hash. An entry whose hash stands elsewhere in the tile was moved; one whose
 * hash is nowhere was altered where an entry is missing for it, and put in where none is.
 */
export function differences(
  entries: readonly Uint8Array[],
  tile: Uint8Array,
  origin: string,
): readonly Difference[] {
  const expected = Array.from({ length: tile.length / HASH }, (_, at) =>
    hex(tile.subarray(at * HASH, (at + 1) * HASH)),
  );
  const given = entries.map((entry) => hex(hashOfLeaf(entry)));
  if (given.length === expected.length && given.every((hash, at) => hash === expected[at])) return [];
  const places = new Map(expected.map((hash, at) => [hash, at]));
  const seen = new Set<number>();
  const strangers: number[] = [];
  const moved: Difference[] = [];
  let furthest = -1;
  for (const [at, hash] of given.entries()) {
    const place = places.get(hash);
    if (place === undefined || seen.has(place)) strangers.push(at);
    else if (place < furthest) moved.push({ class: "entries-reordered", at });
    if (place === undefined) continue;
    seen.add(place);
    furthest = Math.max(furthest, place);
  }
  const missing = expected.map((_, at) => at).filter((at) => !seen.has(at));
  return [
    ...moved,
    ...strange(entries, strangers, missing, origin),
    ...lacking(missing, strangers.length, furthest),
  ];
}

function strange(
  entries: readonly Uint8Array[],
  strangers: readonly number[],
  missing: readonly number[],
  origin: string,
): Difference[] {
  return strangers.map((at, order) => {
    const parsed = parseEntry(entries[at] ?? new Uint8Array());
    if (parsed !== null && parsed.origin !== null && parsed.origin !== origin)
      return { class: "foreign-entry", at };
    return { class: order < missing.length ? "entry-altered" : "entry-inserted", at };
  });
}

/** Entries that nothing stands for: cut off where all after them are gone, too. */
function lacking(missing: readonly number[], altered: number, furthest: number): Difference[] {
  return missing.slice(altered).map((at) => ({ class: at > furthest ? "truncated" : "entry-deleted", at }));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
