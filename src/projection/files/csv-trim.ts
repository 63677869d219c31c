import { DROP, KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { AppError } from "../../kernel/errors.ts";
import type { CsvColumn, CsvLayout } from "./csv-columns.ts";
import { csvLayout } from "./csv-columns.ts";
import { RowViews } from "./csv-row-views.ts";
import type { Discerned } from "./csv-row-views.ts";
import { showCell } from "./csv-values.ts";
import { csvRow } from "./csv-write.ts";
import type { Tally } from "./tally.ts";
import type { CsvOptions } from "./csv.ts";

/** How the rows of one file are trimmed, known from its header on. */
export class CsvTrim {
  readonly layout: CsvLayout;
  readonly delimiter: string;
  readonly views: RowViews;
  private readonly options: CsvOptions;

  /** @throws AppError `input_invalid` when no column is known. */
  constructor(header: readonly string[], delimiter: string, options: CsvOptions) {
    this.layout = knownLayout(header, options);
    this.delimiter = delimiter;
    this.options = options;
    const discerned: Discerned | undefined = options.discerns;
    this.views = new RowViews(this.layout, options, discerned);
  }

  /** The header of what comes out. */
  header(): string {
    return csvRow(
      this.layout.shown.map((column) => column.header),
      this.delimiter,
    );
  }

  /** The row as it comes out, or the empty string when it is not there. */
  row(cells: readonly string[], tally: Tally): string {
    const { view } = this.views.ofRow(cells);
    if (view === null) {
      tally.record(null, false, this.options);
      return "";
    }
    const released = new Set<number>();
    const isThere = this.layout.shown.some(
      ({ element }) => element !== undefined && (view[element.index] ?? DROP) !== DROP,
    );
    const shown = isThere
      ? this.layout.shown.map((column) => shownCell(column, cells, view, this.options, released))
      : [];
    const withheld = withheldIn(cells, this.layout, view);
    tally.record({ released, withheld, unmapped: this.layout.unmapped }, isThere, this.options);
    return isThere ? csvRow(shown, this.delimiter) : "";
  }
}

function knownLayout(header: readonly string[], options: CsvOptions): CsvLayout {
  const layout = csvLayout(header, options.catalogue, ({ index }, types) =>
    types.some((type) => (options.grantedFor(type)[index] ?? DROP) !== DROP),
  );
  if (layout.columns.some((column) => column.element !== undefined)) return layout;
  // A file without a header would have its first row, which is data, named as columns.
  throw new AppError("input_invalid", "no column of the header is in the catalogue", {
    hint: "the first line must name the columns as the catalogue's csv headers do",
  });
}

function shownCell(
  { position, element }: CsvColumn,
  cells: readonly string[],
  view: TransformVector,
  { context }: CsvOptions,
  released: Set<number>,
): string {
  const text = cells[position] ?? "";
  if (element === undefined) return text;
  const shown = showCell(text, view[element.index] ?? DROP, element.index, context);
  if (shown !== "") released.add(element.index);
  return shown;
}

function withheldIn(cells: readonly string[], layout: CsvLayout, view: TransformVector): Set<number> {
  const withheld = new Set<number>();
  for (const { position, element } of layout.columns) {
    if (element !== undefined && cells[position] !== "" && view[element.index] !== KEEP)
      withheld.add(element.index);
  }
  return withheld;
}
