import { Option } from "commander";
import { csvLine } from "../kernel/csv-line.ts";

export type OutputFormat = "table" | "json" | "csv";

/** A table cell; lists are joined by a space. */
export type Cell = string | number | boolean | null | undefined | readonly string[];

export function outputOption(): Option {
  return new Option("-o, --output <format>", "how to print")
    .choices(["table", "json", "csv"])
    .default("table");
}

/** Prints rows on stdout. JSON prints `value` whole, so that scripts see more than the columns. */
export function print(
  format: OutputFormat,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  value: unknown,
): void {
  if (format === "json") process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  else if (format === "csv") process.stdout.write(csvOf(columns, rows));
  else process.stdout.write(tableOf(columns, rows));
}

/** Rows as CSV; no cell runs as a formula. */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((cells) => csvLine(cells.map(textOf))).join("");
}

const BLOT = "\uFFFD";

/** INVARIANT: a name from a roster or an upstream never steers the terminal; control characters show as a blot. */
export function tableOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return "";
  const lines = [columns, ...rows].map((cells) =>
    cells.map((cell) => textOf(cell).replaceAll(/\p{Cc}/gu, BLOT)),
  );
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const padded = lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
  return padded.map((line) => `${line.trimEnd()}\n`).join("");
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  return Array.isArray(cell) ? cell.join(" ") : String(cell);
}

/** A line for the person at the terminal; never data. What it names may come from elsewhere, and steers nothing either. */
export function tell(line: string): void {
  process.stderr.write(`${line.replaceAll(/[^\P{Cc}\n\t]/gu, BLOT)}\n`);
}
