/** What the kernel wrote of one resource, turned into sets when somebody asks. */
import { notedName } from "../../walk.ts";
import type { CatalogueTables } from "../catalogue-tables.ts";
import type { ByteProjected } from "../types.ts";
import { ACCOUNT_AT, TEXT_AT, TEXT_LENGTH, UNMAPPED_AT, UNMAPPED_LENGTH } from "./kernel.ts";

/** INVARIANT: `bytes` are this result's own, or shared with others of one call; nothing writes to them again. */
export class WasmProjected implements ByteProjected {
  readonly json: Uint8Array;
  readonly #bytes: Uint8Array;
  readonly #accountAt: number;
  readonly #accounts: number;
  readonly #unmappedAt: number;
  readonly #unmappedLength: number;
  readonly #tables: CatalogueTables;
  readonly #type: string;

  /** `result`: index of the kernel's result in `words`, whose places are addresses; `bytes` begin at `origin`. */
  constructor(
    bytes: Uint8Array,
    words: Int32Array,
    result: number,
    origin: number,
    tables: CatalogueTables,
    type: string,
  ) {
    const textAt = (words[result + TEXT_AT] ?? 0) - origin;
    this.json = bytes.subarray(textAt, textAt + (words[result + TEXT_LENGTH] ?? 0));
    this.#bytes = bytes;
    this.#accountAt = (words[result + ACCOUNT_AT] ?? 0) - origin;
    this.#accounts = (tables.accounts.length + 31) & ~31;
    this.#unmappedAt = (words[result + UNMAPPED_AT] ?? 0) - origin;
    this.#unmappedLength = words[result + UNMAPPED_LENGTH] ?? 0;
    this.#tables = tables;
    this.#type = type;
  }

  get released(): ReadonlySet<number> {
    return this.#elementsAt(this.#accountAt);
  }

  get withheld(): ReadonlySet<number> {
    return this.#elementsAt(this.#accountAt + this.#accounts / 8);
  }

  get unmapped(): ReadonlySet<string> {
    const [unmappedAt, unmappedLength] = [this.#unmappedAt, this.#unmappedLength];
    const paths = new Set<string>();
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + unmappedAt, unmappedLength);
    for (let at = 0; at < unmappedLength;) {
      const member = view.getUint32(at, true);
      const head = view.getUint32(at + 4, true);
      const [level, length] = [head & 0xff, (head >>> 8) & 0xff];
      const path = [this.#type];
      for (let i = 0; i < level; i++) path.push(this.#tables.nameOf(view.getUint32(at + 8 + i * 4, true)));
      at += 8 + level * 4;
      const name = member === 0 ? this.#nameAt(unmappedAt + at, length) : this.#tables.nameOf(member);
      if (member === 0) at += (length + 3) & ~3;
      paths.add([...path, notedName(name)].join("."));
    }
    return paths;
  }

  #nameAt(at: number, length: number): string {
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, length).toString("latin1");
  }

  #elementsAt(at: number): ReadonlySet<number> {
    const elements = new Set<number>();
    for (const [account, owned] of this.#tables.accounts.entries()) {
      if (account === 0 || account >= this.#accounts) continue;
      const bits = this.#bytes[at + (account >> 3)] ?? 0;
      if ((bits & (1 << (account & 7))) !== 0) for (const element of owned) elements.add(element);
    }
    return elements;
  }
}

const NONE: ReadonlySet<number> = new Set();

/** A record that may not be seen. */
export const HIDDEN_RESULT: ByteProjected = {
  json: null,
  released: NONE,
  withheld: NONE,
  unmapped: new Set(),
};

/** A record of a type that no element covers. */
export function uncovered(type: string): ByteProjected {
  return { json: null, released: NONE, withheld: NONE, unmapped: new Set([type]) };
}
