import type { CellChange } from "./draft-calls.ts";

/** `role/purpose/element` of a change. */
export function keyOf(change: Pick<CellChange, "before" | "after">): string {
  const cell = change.after ?? change.before;
  return cell === null ? "" : `${cell.role}/${cell.purpose}/${cell.element}`;
}

/** The changes of a draft by the cell of the matrix that they are in; a cell has one for each relation. */
export function changesByCell(cells: readonly CellChange[]): ReadonlyMap<string, readonly CellChange[]> {
  const byCell = new Map<string, CellChange[]>();
  for (const change of cells) {
    const key = keyOf(change);
    byCell.set(key, [...(byCell.get(key) ?? []), change]);
  }
  return byCell;
}

interface Differing {
  readonly elements: ReadonlySet<string>;
  /** Groups that hold such an element, in the order of the catalogue. */
  readonly groups: readonly string[];
  /** `role/purpose`. */
  readonly columns: ReadonlySet<string>;
}

/** Which rows and columns of the matrix a draft changes something in. */
export function differingIn(
  cells: readonly CellChange[],
  known: readonly { readonly id: string; readonly group: string }[],
): Differing {
  const places = cells.map(({ before, after }) => after ?? before).filter((place) => place !== null);
  const elements = new Set(places.map(({ element }) => element));
  const groups = known.filter(({ id }) => elements.has(id)).map(({ group }) => group);
  const columns = new Set(places.map(({ role, purpose }) => `${role}/${purpose}`));
  return { elements, groups: [...new Set(groups)], columns };
}

export type ChangeSign = "+" | "−" | "±";

const SIGNS: Readonly<Record<CellChange["change"], ChangeSign>> = {
  gained: "+",
  wider: "+",
  lost: "−",
  narrower: "−",
  other: "±",
};

/** More, less, or some of both. */
export function signOf(changes: readonly CellChange[]): ChangeSign {
  const signs = new Set(changes.map(({ change }) => SIGNS[change]));
  const [only] = signs;
  return signs.size === 1 && only !== undefined ? only : "±";
}

/** The form that the draft gives on one relation: what it changed, else what is in force. */
export function draftedForm(changes: readonly CellChange[], on: string, inForce: string): string {
  const change = changes.find(({ before, after }) => (after ?? before)?.on === on);
  if (change === undefined) return inForce;
  return change.after?.as ?? "drop";
}

/** `1 person`, `3 people`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
