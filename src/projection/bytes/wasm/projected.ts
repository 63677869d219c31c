/** What the kernel wrote of resources, turned into sets when somebody asks. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import type { ByteProjected } from "../types.ts";
import {
  ACCOUNT_AT,
  RESULT_SIZE,
  TEXT_AT,
  TEXT_LENGTH,
  TYPE_AT,
  UNMAPPED_AT,
  UNMAPPED_LENGTH,
} from "./kernel.ts";
import { addElements, addUnmapped } from "./notes.ts";

/** The results of one call, copied out of the kernel's memory: nothing writes to these bytes again. */
export class ResultBytes {
  readonly bytes: Uint8Array;
  readonly tables: CatalogueTables;
  private readonly words: DataView;
  /** The address that the first byte had. */
  private readonly origin: number;

  /** `results`: the words of the results, which name places in `bytes` by address. */
  constructor(results: Uint8Array, bytes: Uint8Array, origin: number, tables: CatalogueTables) {
    this.bytes = bytes;
    this.words = new DataView(results.buffer, results.byteOffset, results.length);
    this.origin = origin;
    this.tables = tables;
  }

  /** Overwrites the text of a result. */
  clearText(result: number): void {
    const at = this.place(result, TEXT_AT);
    this.bytes.fill(0, at, at + this.word(result, TEXT_LENGTH));
  }

  word(result: number, index: number): number {
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
  private readonly filled: Uint8Array | undefined;

  /** `filled`: the text with its tokens, where it has some. */
  constructor(from: ResultBytes, result: number, filled?: Uint8Array) {
    this.from = from;
    this.result = result;
    this.filled = filled;
  }

  get json(): Uint8Array {
    if (this.filled !== undefined) return this.filled;
    const at = this.from.place(this.result, TEXT_AT);
    const { buffer, byteOffset } = this.from.bytes;
    return new Uint8Array(buffer, byteOffset + at, this.from.word(this.result, TEXT_LENGTH));
  }

  get released(): ReadonlySet<number> {
    return this.elementsIn(0);
  }

  get withheld(): ReadonlySet<number> {
    return this.elementsIn(1);
  }

  get unmapped(): ReadonlySet<string> {
    const { bytes, tables } = this.from;
    const at = this.from.place(this.result, UNMAPPED_AT);
    const unmapped = bytes.subarray(at, at + this.from.word(this.result, UNMAPPED_LENGTH));
    const paths = new Set<string>();
    addUnmapped(unmapped, this.from.word(this.result, TYPE_AT), tables, paths);
    return paths;
  }

  private elementsIn(half: 0 | 1): ReadonlySet<number> {
    const { bytes, tables } = this.from;
    const at = this.from.place(this.result, ACCOUNT_AT);
    const elements = new Set<number>();
    addElements(bytes.subarray(at, this.from.place(this.result, UNMAPPED_AT)), half, tables, elements);
    return elements;
  }
}

const NONE: ReadonlySet<number> = new Set();

/** A record that may not be seen. */
export function hidden(): ByteProjected {
  return { json: null, released: NONE, withheld: NONE, unmapped: new Set() };
}

/** A record of a type that no element covers. */
export function uncovered(type: string): ByteProjected {
  return { json: null, released: NONE, withheld: NONE, unmapped: new Set([type]) };
}
