import { DROP, KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { AppError } from "../../kernel/errors.ts";
import type { CsvColumn, CsvLayout } from "./csv-columns.ts";
import { csvLayout } from "./csv-columns.ts";
import { CsvRecords } from "./csv-records.ts";
import { showCell } from "./csv-values.ts";
import { viewOfRow } from "./csv-view.ts";
import { csvRow } from "./csv-write.ts";
import { Output } from "./output.ts";
import type { Tally } from "./tally.ts";
import type { FileOptions } from "./types.ts";

export interface CsvOptions extends FileOptions {
  /**
   * The most that any record of a type could show, from policy and caller alone: it decides which columns there are.
   * `viewFor` is asked for each row and type with a record about the row's patient that has the codes its cells may hold.
   */
  grantedFor(resourceType: string): TransformVector;
}

/**
 * Minimizes a CSV file with a header, in constant memory (rules PRJ-7x in SPEC.md). Columns that no element covers,
 * or that the caller may never see, are left out; a cell whose element a row does not show is empty.
 * @throws AppError `input_invalid` when no column is known, and for the first bad row unless `skipBad`.
 */
export async function* minimizeCsv(
  input: AsyncIterable<Uint8Array>,
  options: CsvOptions,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const output = new Output(tally);
  const records = new CsvRecords(options, tally);
  let layout: CsvLayout | undefined;
  for await (const { cells } of records.read(input)) {
    const row = layout === undefined ? undefined : shownRow(cells, layout, options, tally);
    if (row !== undefined) output.write(csvRow(row, records.delimiter));
    if (layout === undefined) {
      layout = knownLayout(cells, options);
      output.write(
        csvRow(
          layout.shown.map((column) => column.header),
          records.delimiter,
        ),
      );
    }
    yield* output.flush();
  }
  yield* output.flush(true);
  tally.tell(options);
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

/** The cells of a row that come out, or undefined when the row is not there. */
function shownRow(
  cells: readonly string[],
  layout: CsvLayout,
  options: CsvOptions,
  tally: Tally,
): readonly string[] | undefined {
  const view = viewOfRow(cells, layout, options);
  if (view === null) {
    tally.record(null, false, options);
    return undefined;
  }
  const isThere = layout.shown.some(
    ({ element }) => element !== undefined && (view[element.index] ?? DROP) !== DROP,
  );
  const released = new Set<number>();
  const shown = isThere
    ? layout.shown.map((column) => shownCell(column, cells, view, options, released))
    : undefined;
  tally.record(
    { released, withheld: withheldIn(cells, layout, view), unmapped: layout.unmapped },
    isThere,
    options,
  );
  return shown;
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
