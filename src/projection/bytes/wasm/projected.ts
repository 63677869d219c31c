/** What the kernel wrote of resources, turned into sets when somebody asks. */
import type { ByteProjected, Span } from "../types.ts";
import { ACCOUNT_AT, RESULT_SIZE, TYPE_AT, UNMAPPED_AT, UNMAPPED_LENGTH } from "./kernel.ts";
import type { AccountReader } from "./notes.ts";

/** The results of one call, copied out of the kernel's memory: nothing writes to these bytes again. */
export class ResultBytes {
  readonly bytes: Uint8Array;
  readonly accounts: AccountReader;
  private readonly results: Uint8Array;
  private words: DataView | undefined;
  /** The address that the first byte had. */
  private readonly origin: number;

  /** `results`: the words of the results, which name places in `bytes` by address. */
  constructor(results: Uint8Array, bytes: Uint8Array, origin: number, accounts: AccountReader) {
    this.bytes = bytes;
    this.results = results;
    this.origin = origin;
    this.accounts = accounts;
  }

  word(result: number, index: number): number {
    // Made when first asked for: an account is read less often than a text.
    this.words ??= new DataView(this.results.buffer, this.results.byteOffset, this.results.length);
    return this.words.getUint32(result * RESULT_SIZE + index, true);
  }

  /** Where in the bytes an address stands that a result names. */
  place(result: number, index: number): number {
    return this.word(result, index) - this.origin;
  }
}

/** A resource that is shown. INVARIANT: its bytes are its own, or shared with the other results of one call. */
export class WasmProjected implements ByteProjected {
  private readonly from: ResultBytes;
  private readonly result: number;
  /** Where its text stands in the bytes of the call, or else all of it. */
  private readonly text: Span | Uint8Array;

  constructor(from: ResultBytes, result: number, text: Span | Uint8Array) {
    this.from = from;
    this.result = result;
    this.text = text;
  }

  get json(): Uint8Array {
    if (this.text instanceof Uint8Array) return this.text;
    const { buffer, byteOffset } = this.from.bytes;
    return new Uint8Array(buffer, byteOffset + this.text.from, this.text.until - this.text.from);
  }

  get released(): ReadonlySet<number> {
    return this.elementsIn(0);
  }

  get withheld(): ReadonlySet<number> {
    return this.elementsIn(1);
  }

  get unmapped(): ReadonlySet<string> {
    const at = this.from.place(this.result, UNMAPPED_AT);
    const unmapped = this.from.bytes.subarray(at, at + this.from.word(this.result, UNMAPPED_LENGTH));
    return this.from.accounts.paths(unmapped, this.from.word(this.result, TYPE_AT));
  }

  private elementsIn(half: 0 | 1): ReadonlySet<number> {
    const at = this.from.place(this.result, ACCOUNT_AT);
    return this.from.accounts.elements(
      this.from.bytes.subarray(at, this.from.place(this.result, UNMAPPED_AT)),
      half,
    );
  }
}

const NONE: ReadonlySet<number> = new Set();

/** A record that may not be seen. */
export const hidden: ByteProjected = { json: null, released: NONE, withheld: NONE, unmapped: new Set() };

/** A record of a type that no element covers. */
export function uncovered(type: string): ByteProjected {
  return { json: null, released: NONE, withheld: NONE, unmapped: new Set([type]) };
}
