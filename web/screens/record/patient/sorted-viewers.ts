import type { Sort } from "../../../ui/table/columns.ts";
import type { Viewer } from "../summary/summaries.ts";

type Key = "person" | "entries" | "denied" | "first" | "last";

/** All viewers of an answer in the order that is asked for; those alike stay as they were. */
export function sortedViewers(viewers: readonly Viewer[], { column, descending }: Sort): readonly Viewer[] {
  const turn = descending ? -1 : 1;
  return viewers.toSorted((a, b) => turn * compared(a[column as Key] ?? "", b[column as Key] ?? ""));
}

function compared(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
