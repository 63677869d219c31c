import { type RefObject, useEffect } from "react";

/**
 * Keeps the focused cell in the window when what stands above the grid grows: an answer that comes late must not push
 * the focus out of sight (WCAG 2.4.7). A cell that somebody scrolled away themselves stays where it is.
 */
export function useFocusInView(grid: RefObject<HTMLTableElement | null>): void {
  useEffect(() => {
    let wasInView = false;
    const look = (): void => {
      wasInView = isInWindow(focusedCell(grid.current));
    };
    const keep = (): void => {
      const cell = focusedCell(grid.current);
      if (wasInView && !isInWindow(cell)) bringIntoView(cell);
      look();
    };
    const page = new ResizeObserver(keep);
    page.observe(document.body);
    window.addEventListener("focusin", look);
    window.addEventListener("scroll", look, { capture: true, passive: true });
    return () => {
      page.disconnect();
      window.removeEventListener("focusin", look);
      window.removeEventListener("scroll", look, { capture: true });
    };
  }, [grid]);
}

/** Scrolls no further than it must; does nothing where the cell is in view. */
export function bringIntoView(cell: Element | null): void {
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function focusedCell(grid: HTMLElement | null): Element | null {
  const focused = document.activeElement;
  return focused !== null && grid?.contains(focused) ? focused : null;
}

function isInWindow(cell: Element | null): boolean {
  if (cell === null) return false;
  const { top, bottom } = cell.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
