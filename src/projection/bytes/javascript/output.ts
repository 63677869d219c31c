/** What comes out of a text, written over the text itself. */
import { COLON, COMMA } from "./bytes-of-json.ts";
import type { JsonBytes } from "./json-bytes.ts";

/** Spans shorter than this are copied byte by byte: calling for a copy costs more. */
const SHORT_SPAN = 24;

/**
 * Spans of a text and single bytes of structure, in the order of the text. What is contiguous there is copied once.
 * INVARIANT: what is written is never ahead of what is still to be read, because nothing is added to what was read.
 */
export class Output {
  readonly #json: JsonBytes;
  #written = 0;
  /** Of the span that is to be copied next. */
  #from = 0;
  #until = 0;

  constructor(json: JsonBytes) {
    this.#json = json;
  }

  begin(): void {
    this.#written = 0;
    this.#from = 0;
    this.#until = 0;
  }

  /** Bytes that came out so far: a mark to go back to. */
  get length(): number {
    return this.#written + this.#until - this.#from;
  }

  /** Takes back all that came out since the mark. */
  backTo(mark: number): void {
    if (mark < this.#written) {
      this.#written = mark;
      this.#until = this.#from;
    } else this.#until = this.#from + mark - this.#written;
  }

  /** A span of the text, behind all that came out. */
  copy(from: number, until: number): void {
    if (from !== this.#until || this.#from === this.#until) {
      this.#flush();
      this.#from = from;
    }
    this.#until = until;
  }

  /** The name of a member with its quotes, and what stands around it. */
  name(from: number, until: number, isFirst: boolean): void {
    if (!isFirst) this.write(COMMA);
    this.copy(from, until);
    this.write(COLON);
  }

  /** A member whose name and value are compact: [from, until). */
  member(from: number, until: number, isFirst: boolean): void {
    if (!isFirst) this.write(COMMA);
    this.copy(from, until);
  }

  /** One byte of structure, which the text often has at that very place. */
  write(byte: number): void {
    const { bytes } = this.#json;
    if (this.#from !== this.#until && bytes[this.#until] === byte) {
      this.#until++;
      return;
    }
    this.#flush();
    bytes[this.#written++] = byte;
  }

  /** All that came out, in memory of its own. */
  take(): Uint8Array {
    this.#flush();
    return Buffer.from(this.#json.bytes.subarray(0, this.#written));
  }

  #flush(): void {
    const { bytes } = this.#json;
    const length = this.#until - this.#from;
    if (length < SHORT_SPAN)
      for (let i = 0; i < length; i++) bytes[this.#written + i] = bytes[this.#from + i] as number;
    else bytes.copyWithin(this.#written, this.#from, this.#until);
    this.#written += length;
    this.#from = this.#until;
  }
}
