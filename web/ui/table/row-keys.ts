/** What a key asks of a table's rows. */
export type RowMove =
  | { readonly kind: "focus"; readonly row: number }
  | { readonly kind: "select" | "open" | "back"; readonly row: number };

interface RowContext {
  /** The row that has the focus; -1: none. */
  readonly row: number;
  readonly count: number;
  /** Whether letters act (WCAG 2.1.4); arrows, Enter and Escape always do. */
  readonly singleKeys: boolean;
}

/** j/k or arrows move, x selects, Enter opens, Escape goes back; Home and End reach the ends. Null: not ours. */
export function rowMove(key: string, { row, count, singleKeys }: RowContext): RowMove | null {
  const letter = /^[jkx]$/.test(key);
  if (letter && !singleKeys) return null;
  if (key === "Escape") return { kind: "back", row };
  if (count === 0) return null;
  if (key === "j" || key === "ArrowDown") return { kind: "focus", row: Math.min(row + 1, count - 1) };
  if (key === "k" || key === "ArrowUp") return { kind: "focus", row: Math.max(row - 1, 0) };
  if (row < 0) return null;
  if (key === "Home") return { kind: "focus", row: 0 };
  if (key === "End") return { kind: "focus", row: count - 1 };
  if (key === "x") return { kind: "select", row };
  if (key === "Enter") return { kind: "open", row };
  return null;
}
