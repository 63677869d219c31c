/** What comes out of the record that is walked and what is held back, by the accounts of the tables. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import { notedName } from "../../walk.ts";
import type { JsonBytes } from "./json-bytes.ts";
import type { Path } from "./path.ts";
import { Paths } from "./path.ts";

export const RELEASED = 1;
export const WITHHELD = 2;

/** Notes of one record at a time. */
export class RecordAccount {
  readonly paths = new Paths();
  /** RELEASED and WITHHELD by account; of this record alone. */
  marks = new Uint8Array(0);
  /** Of this record alone; some may come twice. */
  unmapped: string[] = [];
  readonly #tables: CatalogueTables;
  #record = 0;

  constructor(tables: CatalogueTables) {
    this.#tables = tables;
  }

  begin(): void {
    this.marks = new Uint8Array(this.#tables.accounts.length);
    this.unmapped = [];
    this.#record++;
  }

  /** The tables have more accounts now. */
  grow(): void {
    if (this.marks.length === this.#tables.accounts.length) return;
    const grown = new Uint8Array(this.#tables.accounts.length);
    grown.set(this.marks);
    this.marks = grown;
  }

  mark(account: number, mark: number): void {
    this.marks[account] = (this.marks[account] as number) | mark;
  }

  /** Notes a member that R4 has. */
  noteMember(path: Path, member: number): void {
    const noted = this.below(path, member);
    if (noted.notedIn === this.#record) return;
    noted.notedIn = this.#record;
    this.unmapped.push(noted.text);
  }

  /** Notes a member that R4 does not have; its name is at [from, until). */
  noteStranger(path: Path, { bytes }: JsonBytes, from: number, until: number): void {
    const name = Buffer.from(bytes.buffer, from, until - from).toString("utf8");
    this.unmapped.push(`${path.text}.${notedName(name)}`);
  }

  below(path: Path, member: number): Path {
    return path.below(member, this.#tables, this.paths);
  }
}
