export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
  /** Line numbers from 1; null on the side that lacks the line. */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * The lines of two texts, aligned by their longest common subsequence, removals before additions.
 * Common heads and tails are cut first, so that a small change in a long file costs little.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const [middleA, middleB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  const kinds = [
    ...Array<DiffLine["kind"]>(head).fill("same"),
    ...alignment(middleA, middleB),
    ...Array<DiffLine["kind"]>(tail).fill("same"),
  ];
  return numbered(kinds, a, b);
}

function alignment(a: readonly string[], b: readonly string[]): DiffLine["kind"][] {
  const longest = commonLengths(a, b);
  const kinds: DiffLine["kind"][] = [];
  let [i, j] = [0, 0];
  const at = (x: number, y: number): number => longest[x]?.[y] ?? 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      kinds.push("same");
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      kinds.push("removed");
      i += 1;
    } else {
      kinds.push("added");
      j += 1;
    }
  }
  return kinds;
}

/** Cell [i][j]: how many lines a[i…] and b[j…] have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function numbered(
  kinds: readonly DiffLine["kind"][],
  a: readonly string[],
  b: readonly string[],
): DiffLine[] {
  let [i, j] = [0, 0];
  return kinds.map((kind) => {
    const before = kind === "added" ? null : (i += 1);
    const after = kind === "removed" ? null : (j += 1);
    const text = (before === null ? b[(after ?? 1) - 1] : a[before - 1]) ?? "";
    return { kind, text, before, after };
  });
}
