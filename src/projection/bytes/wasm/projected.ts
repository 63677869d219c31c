/** What the kernel wrote of resources, turned into sets when somebody asks. */
import { notedName } from "../../walk.ts";
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

  constructor(from: ResultBytes, result: number) {
    this.from = from;
    this.result = result;
  }

  get json(): Uint8Array {
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
    const { bytes } = this.from;
    const from = this.from.place(this.result, UNMAPPED_AT);
    const length = this.from.word(this.result, UNMAPPED_LENGTH);
    const view = new DataView(bytes.buffer, bytes.byteOffset + from, length);
    const paths = new Set<string>();
    for (let at = 0; at < length;) at = this.addPath(view, at, paths);
    return paths;
  }

  /** As wasm/fhir/account.ts notes them: member, level and length of the name, members around it, the name. */
  private addPath(view: DataView, at: number, paths: Set<string>): number {
    const { tables } = this.from;
    const member = view.getUint32(at, true);
    const head = view.getUint32(at + 4, true);
    const [level, length] = [head & 0xff, (head >>> 8) & 0xff];
    const path = [tables.nameOf(this.from.word(this.result, TYPE_AT))];
    for (let i = 0; i < level; i++) {
      const around = view.getUint32(at + 8 + i * 4, true);
      if (around !== 0) path.push(tables.nameOf(around));
    }
    const nameAt = at + 8 + level * 4;
    const isStranger = member === 0;
    const name = isStranger
      ? Buffer.from(view.buffer, view.byteOffset + nameAt, length).toString("latin1")
      : tables.nameOf(member);
    paths.add([...path, notedName(name)].join("."));
    return isStranger ? nameAt + ((length + 3) & ~3) : nameAt;
  }

  /** What came out stands in the first half of the account, what was held back in the second. */
  private elementsIn(half: number): ReadonlySet<number> {
    const { bytes, tables } = this.from;
    const account = this.from.place(this.result, ACCOUNT_AT);
    const size = (this.from.place(this.result, UNMAPPED_AT) - account) / 2;
    const elements = new Set<number>();
    // A shape that was remembered before the tables grew has fewer accounts.
    for (let index = 1; index < Math.min(tables.accounts.length, size * 8); index++) {
      const bits = bytes[account + half * size + (index >> 3)] ?? 0;
      if ((bits & (1 << (index & 7))) === 0) continue;
      for (const element of tables.accounts[index] ?? []) elements.add(element);
    }
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
