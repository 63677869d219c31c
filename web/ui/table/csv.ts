import { saveFile } from "../save/save-file.ts";

export type CsvValue = string | number | boolean | null;

/** What a spreadsheet takes for the beginning of a formula, also in full width. */
const FORMULA = /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠|]|^[\t\r\n]/;

/**
 * Rows as RFC 4180 text. A text that a spreadsheet would run as a formula gets a leading apostrophe (CWE-1236);
 * numbers are left as they are, so that a negative one stays one.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const guarded = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** Hands a CSV file to the browser's downloads. The name holds no PHI; a date is added to it. */
export function downloadCsv(name: string, csv: string, now: number): void {
  const day = new Date(now).toISOString().slice(0, 10);
  saveFile(`${name}-${day}.csv`, new Blob([csv], { type: "text/csv;charset=utf-8" }));
}
