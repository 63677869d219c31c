import { type KeyboardEvent, useContext, useMemo, useRef } from "react";
import { type Command, SingleKeysContext, useCommands } from "../commands/commands.tsx";
import { isTyping } from "../commands/key-map.ts";
import { rowMove } from "./row-keys.ts";

interface RowActions {
  readonly count: number;
  readonly open: ((row: number) => void) | undefined;
  readonly select: ((row: number) => void) | undefined;
  readonly back: (() => void) | undefined;
}

/** The keys of a table: from anywhere on the page `j` enters it; inside, see rowMove. */
export function useRowKeys(actions: RowActions) {
  const body = useRef<HTMLTableSectionElement>(null);
  const singleKeys = useContext(SingleKeysContext);
  const enter = useMemo<readonly Command[]>(
    () => [
      {
        id: "rows",
        title: "Go to the table",
        group: "This screen",
        keys: "j",
        run: () => focusRow(body.current, 0),
      },
    ],
    [],
  );
  useCommands(enter);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const row = rowOf(body.current, event.target);
    // Arrows on the region itself scroll it.
    if (row < 0 && event.key !== "Escape") return;
    const move = rowMove(event.key, { row, count: actions.count, singleKeys });
    if (move === null || !isRowItself(event)) return;
    if (perform(move, actions, body.current)) event.preventDefault();
  };
  return { body, onKeyDown };
}

function perform(
  move: NonNullable<ReturnType<typeof rowMove>>,
  { open, select, back }: RowActions,
  body: HTMLElement | null,
): boolean {
  const act = {
    focus: () => focusRow(body, move.row),
    open: open && (() => open(move.row)),
    select: select && (() => select(move.row)),
    back,
  }[move.kind];
  act?.();
  return act !== undefined;
}

/** Enter and arrows on a button or link inside a row belong to that control. */
function isRowItself(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" && !event.key.startsWith("Arrow")) return true;
  return event.target instanceof HTMLTableRowElement;
}

function rowOf(body: HTMLElement | null, target: EventTarget): number {
  const row = target instanceof Element ? target.closest("tr") : null;
  return row === null ? -1 : [...(body?.children ?? [])].indexOf(row);
}

function focusRow(body: HTMLElement | null, row: number): void {
  const element = body?.children[row];
  if (element instanceof HTMLElement) element.focus();
}
