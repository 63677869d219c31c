/** Cuts a file into blocks that begin and end with a record, so that each can be read by itself. */
import { DEFAULT_MAX_RECORD_BYTES } from "../projection/files/types.ts";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

export interface BlockOptions {
  /** CSV: a line feed between quotes ends no row. */
  readonly quotes: boolean;
  /** A block is cut at the first end of a record after so many bytes. */
  readonly blockBytes: number;
  readonly maxRecordBytes?: number;
}

/**
 * Blocks of whole records, each with memory of its own. Records end where those of projection/files do: a row that grows
 * longer than a record may be ends at the next line feed, and of a line that is too long only as much is kept as shows it.
 */
export async function* recordBlocks(
  input: AsyncIterable<Uint8Array>,
  options: BlockOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const cutter = new BlockCutter(options);
  for await (const chunk of input) {
    cutter.add(chunk);
    if (cutter.isFull) yield cutter.cut();
  }
  const rest = cutter.rest();
  if (rest.length > 0) yield rest;
}

class BlockCutter {
  private held: Uint8Array;
  private length = 0;
  /** Where the last complete record ends, in what is held. */
  private recordEnd = 0;
  private lineStart = 0;
  private oddQuotes = false;
  private readonly quotes: boolean;
  private readonly blockBytes: number;
  private readonly maxRecordBytes: number;

  constructor({ quotes, blockBytes, maxRecordBytes = DEFAULT_MAX_RECORD_BYTES }: BlockOptions) {
    this.quotes = quotes;
    this.blockBytes = blockBytes;
    this.held = new Uint8Array(blockBytes * 2);
    this.maxRecordBytes = maxRecordBytes;
  }

  get isFull(): boolean {
    return this.recordEnd >= this.blockBytes;
  }

  add(chunk: Uint8Array): void {
    // No record and no line can be too long before so much has come.
    if (this.length - this.recordEnd + chunk.length <= this.maxRecordBytes) this.addWhole(chunk);
    else this.addLines(chunk);
  }

  private addWhole(chunk: Uint8Array): void {
    const before = this.length;
    this.keep(chunk);
    const lastLine = chunk.lastIndexOf(LINE_FEED);
    if (lastLine >= 0) this.lineStart = before + lastLine + 1;
    const lastRecord = this.quotes ? this.lastRowEnd(chunk) : lastLine;
    if (lastRecord >= 0) this.recordEnd = before + lastRecord + 1;
  }

  /** The last line feed outside of quotes, or -1. */
  private lastRowEnd(chunk: Uint8Array): number {
    let last = -1;
    let odd = this.oddQuotes;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) odd = !odd;
      else if (byte === LINE_FEED && !odd) last = at;
    }
    this.oddQuotes = odd;
    return last;
  }

  private addLines(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length) {
      const lineFeed = chunk.indexOf(LINE_FEED, from);
      const until = lineFeed < 0 ? chunk.length : lineFeed + 1;
      this.addToLine(chunk.subarray(from, until), lineFeed >= 0);
      from = until;
    }
  }

  private addToLine(bytes: Uint8Array, ends: boolean): void {
    if (this.quotes && hasOddQuotes(bytes)) this.oddQuotes = !this.oddQuotes;
    const room = this.maxRecordBytes + 1 - (this.length - this.lineStart);
    const text = ends ? bytes.subarray(0, -1) : bytes;
    this.keep(text.length > room ? text.subarray(0, Math.max(0, room)) : text);
    if (!ends) return;
    const tooLong = this.length - this.recordEnd > this.maxRecordBytes;
    this.keep(bytes.subarray(-1));
    this.lineStart = this.length;
    if (this.oddQuotes && !tooLong) return;
    this.oddQuotes = false;
    this.recordEnd = this.length;
  }

  private keep(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.held.length) {
      const grown = new Uint8Array(length * 2);
      grown.set(this.held.subarray(0, this.length));
      this.held = grown;
    }
    this.held.set(bytes, this.length);
    this.length = length;
  }

  /** All complete records. */
  cut(): Uint8Array<ArrayBuffer> {
    const end = this.recordEnd;
    const block = new Uint8Array(this.held.subarray(0, end));
    this.held.copyWithin(0, end, this.length);
    this.length -= end;
    this.lineStart -= end;
    this.recordEnd = 0;
    return block;
  }

  /** All that is held. */
  rest(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.held.subarray(0, this.length));
  }
}

function hasOddQuotes(bytes: Uint8Array): boolean {
  let quotes = 0;
  for (let at = bytes.indexOf(QUOTE); at >= 0; at = bytes.indexOf(QUOTE, at + 1)) quotes++;
  return quotes % 2 === 1;
}
