/** What a spreadsheet takes for the beginning of a formula, also after white space and in full width (CWE-1236; OWASP, CSV injection). */
const FORMULA = /^[\s\u200B\uFEFF]*[=+\-@|＝＋－＠]|^[\t\r\n]/u;
/** A semicolon and a tab part cells too, in the spreadsheets of some countries. */
const PARTED = /[",;\t\r\n]/;

/**
 * One line of CSV (RFC 4180), its line break included. A cell that a spreadsheet would run gets a leading
 * apostrophe.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return PARTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
