/** No name of ours is longer; a longer word is no misspelling, and would cost its square to compare. */
const LONGEST = 100;

/** The candidate fewest edits away from `word`, when it is near enough to be meant; undefined otherwise. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const reach = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let fewest = reach + 1;
  for (const candidate of candidates) {
    // As many edits at least as the lengths differ by.
    if (Math.abs(word.length - candidate.length) >= fewest) continue;
    const edits = distance(word, candidate);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** "did you mean `x`?", or null when nothing is near. */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const near = nearest(word, candidates);
  return near === undefined ? null : `did you mean \`${near}\`?`;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_unused, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
