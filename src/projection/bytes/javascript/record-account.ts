/** What comes out of the record that is walked and what is held back, by the accounts of the tables. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import { notedName } from "../../walk.ts";
import type { JsonBytes } from "./json-bytes.ts";
import type { Path } from "./path.ts";
import { Paths } from "./path.ts";

/** Notes of one record at a time, by the accounts of the tables. */
export class RecordAccount {
  readonly paths = new Paths();
  /** Of this record alone, each account once. */
  released: number[] = [];
  withheld: number[] = [];
  /** Of this record alone; some may come twice. */
  unmapped: string[] = [];
  readonly #tables: CatalogueTables;
  /** By account, the record that has it in its list. */
  #releasedIn = new Float64Array(0);
  #withheldIn = new Float64Array(0);
  #record = 0;

  constructor(tables: CatalogueTables) {
    this.#tables = tables;
  }

  begin(): void {
    this.released = [];
    this.withheld = [];
    this.unmapped = [];
    this.#record++;
    this.grow();
  }

  /** Makes room for all accounts that the tables have by now. */
  grow(): void {
    const { length } = this.#tables.accounts;
    if (length <= this.#releasedIn.length) return;
    this.#releasedIn = grown(this.#releasedIn, length * 2);
    this.#withheldIn = grown(this.#withheldIn, length * 2);
  }

  release(account: number): void {
    if (this.#releasedIn[account] === this.#record) return;
    this.#releasedIn[account] = this.#record;
    this.released.push(account);
  }

  withhold(account: number): void {
    if (this.#withheldIn[account] === this.#record) return;
    this.#withheldIn[account] = this.#record;
    this.withheld.push(account);
  }

  /** Notes a member that R4 has. */
  noteMember(path: Path, member: number): void {
    const noted = this.below(path, member);
    if (noted.notedIn === this.#record) return;
    noted.notedIn = this.#record;
    this.unmapped.push(noted.text);
  }

  /** Notes a member that R4 does not have; its name is at [from, until). */
  noteStranger(path: Path, json: JsonBytes, from: number, until: number): void {
    this.unmapped.push(`${path.text}.${notedName(json.text(from, until))}`);
  }

  below(path: Path, member: number): Path {
    return path.below(member, this.#tables, this.paths);
  }
}

function grown(records: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(length);
  longer.set(records);
  return longer;
}
