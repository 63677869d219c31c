import { isUtf8 } from "node:buffer";
import { isBlank, TOO_LONG } from "./lines.ts";
import type { Line } from "./lines.ts";

/** A line of a CSV file. */
export interface CsvLine {
  readonly number: number;
  /** Empty where it cannot be read. */
  readonly text: string;
  /** Why it cannot be read; undefined: it can. */
  readonly problem: string | undefined;
  /** Without its line feed. */
  readonly bytes: number;
  /** It opens or closes a quoted cell that goes on over the end of the line. */
  readonly oddQuotes: boolean;
  readonly blank: boolean;
}

const QUOTE = 0x22;
const DELIMITERS = [",", ";", "\t", "|"];

/** A line from its bytes, which should be UTF-8. */
export function csvLine({ number, bytes }: Line): CsvLine {
  if (bytes === null)
    return { number, text: "", problem: TOO_LONG, bytes: Infinity, oddQuotes: false, blank: false };
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) quotes++;
  const isText = isUtf8(bytes);
  return {
    number,
    text: isText ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8") : "",
    problem: isText ? undefined : "invalid utf-8",
    bytes: bytes.length,
    oddQuotes: quotes % 2 === 1,
    blank: isBlank(bytes),
  };
}

/**
 * Puts lines together that make up a row, by the parity of their quotes. A row that grows longer than a record may be
 * ends there: a quote that is never closed must not take the rest of the file with it.
 */
export class RowGatherer {
  private lines: CsvLine[] = [];
  private bytes = 0;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get isAtStart(): boolean {
    return this.lines.length === 0;
  }

  /** The lines of the row that this one ends. */
  take(line: CsvLine): readonly CsvLine[] | undefined {
    if (this.isAtStart && line.blank) return undefined;
    const closes = this.isAtStart ? !line.oddQuotes : line.oddQuotes;
    this.bytes += line.bytes + (this.isAtStart ? 0 : 1);
    this.lines.push(line);
    return closes || this.bytes > this.maxBytes ? this.rest() : undefined;
  }

  /** The lines of a row that has not ended; starts anew. */
  rest(): readonly CsvLine[] {
    const { lines } = this;
    this.lines = [];
    this.bytes = 0;
    return lines;
  }
}

/** Bytes of a row, without the line feed at its end. */
export function rowBytes(lines: readonly CsvLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes + 1, -1);
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
