import { DROP, join, meet } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { CsvLayout } from "./csv-columns.ts";
import { recordOfRow } from "./csv-row.ts";
import type { RowSubject } from "./csv-row.ts";
import type { FileOptions } from "./types.ts";

/**
 * What of a row may be seen: each element as a record of one of its types about the row's patient would show it.
 * Null: the row is not there.
 */
export function viewOfRow(
  subject: RowSubject,
  layout: CsvLayout,
  options: FileOptions,
): TransformVector | null {
  const views = new Map<string, TransformVector | null>();
  const viewOf = (type: string): TransformVector | null => {
    const known = views.get(type);
    if (known !== undefined) return known;
    const view = options.viewFor(recordOfRow(type, subject));
    views.set(type, view);
    return view;
  };
  const row = new Uint8Array(options.catalogue.elements.length);
  for (const { element, types } of layout.shown) {
    if (element === undefined) continue;
    for (const type of types)
      row[element.index] = wider(row[element.index] ?? DROP, viewOf(type)?.[element.index] ?? DROP);
  }
  return [...views.values()].every((view) => view === null) ? null : row;
}

/** Two that cannot be compared fall to what lies below both. */
function wider(a: number, b: number): number {
  return join(a, b) ?? meet(a, b);
}
