import type { AppError } from "../../kernel/errors.ts";
import { DEFAULT_MAX_RECORD_BYTES } from "./types.ts";

const LINE_FEED = 0x0a;

export const TOO_LONG = "longer than a record may be";

/** Why a record is refused, without the line inside of it: the line in the file stands beside. */
export function problemOf(error: AppError): string {
  return error.message.replace(/^json refused at line \d+, /, "");
}

/** One line without its line feed; `bytes` is null when it is longer than a record may be. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

/**
 * Splits bytes that come in pieces. Holds one line at most, and of a line that is too long nothing. What a line gives
 * may be a window on the piece it came with.
 */
export class LineSplitter {
  private number = 1;
  private readonly partial: PartialLine;

  constructor(maxBytes = DEFAULT_MAX_RECORD_BYTES) {
    this.partial = new PartialLine(maxBytes);
  }

  /** True where the next byte begins a line. */
  get isAtStart(): boolean {
    return this.partial.isEmpty;
  }

  /** Counts lines that somebody else has read. */
  skip(lines: number): void {
    this.number += lines;
  }

  /** Lines that end in this piece. It may change afterwards: what goes on in the next is a copy. */
  *feed(chunk: Uint8Array): Generator<Line> {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      yield { number: this.number++, bytes: this.partial.completeWith(chunk.subarray(from, at)) };
      from = at + 1;
    }
    this.partial.add(Uint8Array.from(chunk.subarray(from)));
  }

  /** What follows the last line feed. */
  *finish(): Generator<Line> {
    const last = this.partial.completeWith(new Uint8Array());
    if (last === null || last.length > 0) yield { number: this.number, bytes: last };
  }
}

/** The beginning of a line whose end is in a later chunk. */
class PartialLine {
  private parts: Uint8Array[] = [];
  private length = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.length > this.limit) this.parts = [];
    else if (bytes.length > 0) this.parts.push(bytes);
  }

  /** The whole line, or null when it is too long; starts anew. */
  completeWith(bytes: Uint8Array): Uint8Array | null {
    this.add(bytes);
    const { parts, length } = this;
    this.parts = [];
    this.length = 0;
    if (length > this.limit) return null;
    return parts.length === 1 ? (parts[0] ?? bytes) : Buffer.concat(parts, length);
  }
}

/** True for a line of white space, such as the carriage return before a line feed. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
