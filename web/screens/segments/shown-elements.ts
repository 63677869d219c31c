import type { Matrix, MatrixRow, Transform } from "./questions.ts";

/** What a role sees of one group for a purpose. */
export interface ShownGroup {
  readonly group: string;
  readonly elements: readonly { readonly id: string; readonly title: string; readonly as: Transform }[];
}

/** The elements that a row of the matrix shows, by group, in the order of the catalogue. */
export function shownGroups(
  { elements, transforms }: Pick<Matrix, "elements" | "transforms">,
  { cells }: Pick<MatrixRow, "cells">,
): readonly ShownGroup[] {
  const shown = elements.flatMap(({ id, title, group }, at) => {
    const as = transforms[Number(cells[at] ?? 0)] ?? "drop";
    return as === "drop" ? [] : [{ id, title, group, as }];
  });
  const groups = [...new Set(shown.map(({ group }) => group))];
  return groups.map((group) => ({ group, elements: shown.filter((element) => element.group === group) }));
}
