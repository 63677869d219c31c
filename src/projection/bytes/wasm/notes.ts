/** Accounts as the kernel writes them, turned into sets. */
import { notedName } from "../../walk.ts";
import type { CatalogueTables } from "../catalogue-tables.ts";
import type { ByteAccount } from "../types.ts";

/** Adds what an account marks: in its first half what came out, in the second what was held back. */
export function addElements(
  account: Uint8Array,
  half: 0 | 1,
  { accounts }: CatalogueTables,
  into: Set<number>,
): void {
  const size = account.length / 2;
  // A shape that was remembered before the tables grew has fewer accounts.
  for (let index = 1; index < Math.min(accounts.length, size * 8); index++) {
    const bits = account[half * size + (index >> 3)] ?? 0;
    if ((bits & (1 << (index & 7))) === 0) continue;
    for (const element of accounts[index] ?? []) into.add(element);
  }
}

/** Whether something of a name that is in no table, and so could be data, stands in what no element covers. */
function hasStranger(unmapped: Uint8Array): boolean {
  const words = new DataView(unmapped.buffer, unmapped.byteOffset, unmapped.length);
  for (let at = 0; at < unmapped.length; at += 8 + (words.getUint32(at + 4, true) & 0xff) * 4)
    if (words.getUint32(at, true) === 0) return true;
  return false;
}

/** Accounts that are remembered at most, of each kind. */
const MOST_REMEMBERED = 2048;

/** Reads accounts. Most records are of few shapes, whose accounts are alike: those are remembered by their bytes. */
export class AccountReader {
  private readonly tables: CatalogueTables;
  private readonly elementSets = new Map<string, ReadonlySet<number>>();
  private readonly pathSets = new Map<string, ReadonlySet<string>>();

  constructor(tables: CatalogueTables) {
    this.tables = tables;
  }

  /** The elements that a half of an account marks. */
  elements(account: Uint8Array, half: 0 | 1): ReadonlySet<number> {
    const key = `${half}${latin1(account)}`;
    const known = this.elementSets.get(key);
    if (known !== undefined) return known;
    const elements = new Set<number>();
    addElements(account, half, this.tables, elements);
    remember(this.elementSets, key, elements);
    return elements;
  }

  /** The paths that no element covers. A name that could be data is not remembered. */
  paths(unmapped: Uint8Array, type: number): ReadonlySet<string> {
    const key = `${type} ${latin1(unmapped)}`;
    const known = this.pathSets.get(key);
    if (known !== undefined) return known;
    const paths = new Set<string>();
    addUnmapped(unmapped, type, this.tables, paths);
    if (!hasStranger(unmapped)) remember(this.pathSets, key, paths);
    return paths;
  }
}

function latin1({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString("latin1");
}

function remember<T>(known: Map<string, T>, key: string, value: T): void {
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, value);
}

/** Adds the paths that no element covers, as wasm/fhir/account.ts writes them, of a resource of the type at `type`. */
export function addUnmapped(
  unmapped: Uint8Array,
  type: number,
  tables: CatalogueTables,
  into: Set<string>,
): void {
  const words = new DataView(unmapped.buffer, unmapped.byteOffset, unmapped.length);
  for (let at = 0; at < unmapped.length;) {
    const member = words.getUint32(at, true);
    const head = words.getUint32(at + 4, true);
    const [level, length] = [head & 0xff, (head >>> 8) & 0xff];
    const path = [tables.nameOf(type)];
    for (let i = 0; i < level; i++) {
      const around = words.getUint32(at + 8 + i * 4, true);
      if (around !== 0) path.push(tables.nameOf(around));
    }
    at += 8 + level * 4;
    const isStranger = member === 0;
    const name = isStranger
      ? Buffer.from(unmapped.subarray(at, at + length)).toString("latin1")
      : tables.nameOf(member);
    into.add([...path, notedName(name)].join("."));
    if (isStranger) at += (length + 3) & ~3;
  }
}

/** The accounts of many resources together; worked out when first read. */
export class Notes implements ByteAccount {
  private readonly tables: CatalogueTables;
  private readonly parts: {
    readonly bytes: Uint8Array;
    readonly account: number;
    readonly type: number;
  }[] = [];

  constructor(tables: CatalogueTables) {
    this.tables = tables;
  }

  /** `bytes`: an account of so many bytes, and behind it what no element covers. */
  add(bytes: Uint8Array, account: number, type: number): void {
    this.parts.push({ bytes, account, type });
  }

  get released(): ReadonlySet<number> {
    return this.elementsIn(0);
  }

  get withheld(): ReadonlySet<number> {
    return this.elementsIn(1);
  }

  get unmapped(): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const { bytes, account, type } of this.parts)
      addUnmapped(bytes.subarray(account), type, this.tables, paths);
    return paths;
  }

  private elementsIn(half: 0 | 1): ReadonlySet<number> {
    const elements = new Set<number>();
    for (const { bytes, account } of this.parts)
      addElements(bytes.subarray(0, account), half, this.tables, elements);
    return elements;
  }
}
