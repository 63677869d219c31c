import { isBlank } from "./lines.ts";

/** A line of a CSV file. */
export interface CsvLine {
  readonly number: number;
  readonly text: string;
  /** It opens or closes a quoted cell that goes on over the end of the line. */
  readonly oddQuotes: boolean;
  readonly blank: boolean;
}

const QUOTE = 0x22;
const DELIMITERS = [",", ";", "\t", "|"];

/** A line from its bytes, which must be UTF-8. */
export function csvLine(number: number, bytes: Uint8Array): CsvLine {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) quotes++;
  return {
    number,
    text: number === 1 ? text.replace(/^\uFEFF/, "") : text,
    oddQuotes: quotes % 2 === 1,
    blank: isBlank(bytes),
  };
}

/** Lines that make up one row each, by the parity of their quotes; `open` are those of a row that has not ended. */
export function groupRows(lines: readonly CsvLine[]): { rows: CsvLine[][]; open: CsvLine[] } {
  const rows: CsvLine[][] = [];
  let open: CsvLine[] = [];
  for (const line of lines) {
    if (open.length === 0 && line.blank) continue;
    const closes = open.length === 0 ? !line.oddQuotes : line.oddQuotes;
    open.push(line);
    if (!closes) continue;
    rows.push(open);
    open = [];
  }
  return { rows, open };
}

/** The text of one row, without the carriage return at its end. */
export function rowText(lines: readonly CsvLine[]): string {
  return lines
    .map((line) => line.text)
    .join("\n")
    .replace(/\r$/, "");
}

/** The one of comma, semicolon, tab and bar that the header has most of outside quotes; the comma when it has none. */
export function delimiterOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
