import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { gridMove, type GridPlace } from "./grid-move.ts";
import { bringIntoView, useFocusInView } from "./use-focus-in-view.ts";

const PAGE = 10;

/**
 * The keys of a grid of `[data-row][data-column]` cells. One cell at a time is in the order of Tab: the one that had
 * the focus last. Done on the elements themselves, as a large grid must not be rendered anew for each arrow key.
 */
export function useGridKeys(rows: number, columns: number, onOpen: (place: GridPlace) => void) {
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const table = grid.current;
    if (table !== null && table.querySelector('[data-row][tabindex="0"]') === null)
      cellAt(table, { row: Math.min(1, rows - 1), column: 0 })?.setAttribute("tabindex", "0");
  });
  useFocusInView(grid);
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = placeOf(event.target);
    if (from === null || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onOpen(from);
      return;
    }
    const to = gridMove(event, from, { rows, columns, page: PAGE });
    if (to === null) return;
    event.preventDefault();
    cellAt(grid.current, to)?.focus();
  };
  const onFocus = (event: FocusEvent): void => {
    if (placeOf(event.target) === null) return;
    for (const cell of grid.current?.querySelectorAll('[data-row][tabindex="0"]') ?? [])
      cell.setAttribute("tabindex", "-1");
    event.target.setAttribute("tabindex", "0");
    // A dialog that closes gives the focus back without scrolling to it.
    bringIntoView(event.target);
  };
  const onClick = (event: { readonly target: EventTarget }): void => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    const place = placeOf(cell);
    if (place === null) return;
    cell?.focus();
    onOpen(place);
  };
  return { grid, onKeyDown, onFocus, onClick };
}

function placeOf(target: EventTarget | null): GridPlace | null {
  if (!(target instanceof HTMLElement)) return null;
  const { row, column } = target.dataset;
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
}

function cellAt(grid: HTMLElement | null, { row, column }: GridPlace): HTMLElement | null {
  return grid?.querySelector(`[data-row="${row}"][data-column="${column}"]`) ?? null;
}
