import { type RefObject, useEffect, useRef } from "react";
import type { GridPlace } from "./grid-move.ts";

/** Scrolls the grid in its box, once, so that a cell stands in the middle; the page itself stays where it is. */
export function useStart(grid: RefObject<HTMLTableElement | null>, place: GridPlace | undefined): void {
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    const box = grid.current?.parentElement;
    const cell =
      place && grid.current?.querySelector(`[data-row="${place.row}"][data-column="${place.column}"]`);
    if (!box || !cell) return;
    const [inside, around] = [cell.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollTop += inside.top - around.top - around.height / 2;
    box.scrollLeft += Math.max(0, inside.right - around.right);
  });
}
