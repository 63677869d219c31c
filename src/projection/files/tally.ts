import { AppError } from "../../kernel/errors.ts";
import type { Projected } from "../types.ts";
import type { BadRecord, FileOptions, FileSummary } from "./types.ts";

const PROGRESS_EVERY_BYTES = 1024 * 1024;
const BAD_RECORDS_LISTED = 100;

/** Counts what happens to one file; the same for every format. */
export class Tally {
  private bytesIn = 0;
  private bytesOut = 0;
  private recordsIn = 0;
  private recordsOut = 0;
  private badRecords = 0;
  private nextProgress = PROGRESS_EVERY_BYTES;
  private readonly bad: BadRecord[] = [];
  private readonly released = new Set<string>();
  private readonly withheld = new Map<string, number>();
  private readonly unmapped = new Map<string, number>();

  read(bytes: number, options: FileOptions): void {
    this.bytesIn += bytes;
    if (this.bytesIn < this.nextProgress) return;
    this.nextProgress = this.bytesIn + PROGRESS_EVERY_BYTES;
    this.tell(options);
  }

  wrote(bytes: number): void {
    this.bytesOut += bytes;
  }

  /** A record as it was projected, or null when the caller may not see it at all. */
  record(
    projected: Pick<Projected, "released" | "withheld" | "unmapped"> | null,
    cameOut: boolean,
    { catalogue }: FileOptions,
  ): void {
    const idOf = (index: number): string => catalogue.elements[index]?.id ?? "";
    this.recordsIn++;
    if (cameOut) this.recordsOut++;
    if (projected === null) return;
    if (cameOut) for (const element of projected.released) this.released.add(idOf(element));
    for (const element of projected.withheld) increment(this.withheld, idOf(element));
    for (const path of projected.unmapped) increment(this.unmapped, path);
  }

  /** Records that were alike in whether they came out. */
  records(count: number, cameOut: boolean): void {
    this.recordsIn += count;
    if (cameOut) this.recordsOut += count;
  }

  /** What became of the elements of records that `records` counted: how many had something of it held back. */
  elements(
    released: Iterable<number>,
    withheld: Iterable<readonly [element: number, records: number]>,
    { catalogue }: FileOptions,
  ): void {
    const idOf = (index: number): string => catalogue.elements[index]?.id ?? "";
    for (const element of released) this.released.add(idOf(element));
    for (const [element, records] of withheld) increment(this.withheld, idOf(element), records);
  }

  /** Paths or columns that so many records had. */
  unmappedIn(records: number, paths: Iterable<string>): void {
    for (const path of paths) increment(this.unmapped, path, records);
  }

  /**
   * What happened to a part of the file that was read elsewhere as if it were a file, with `skipBad`; its first line is
   * `firstLine` of this one. Bytes in are counted as they are read, and are not taken over.
   * @throws AppError `input_invalid` for its first bad record, unless bad records are to be skipped.
   */
  merge(part: FileSummary, firstLine: number, options: FileOptions): void {
    this.recordsIn += part.recordsIn - part.badRecords;
    this.recordsOut += part.recordsOut;
    this.bytesOut += part.bytesOut;
    for (const id of part.released) this.released.add(id);
    for (const [id, records] of Object.entries(part.withheld)) increment(this.withheld, id, records);
    for (const [path, records] of Object.entries(part.unmapped)) increment(this.unmapped, path, records);
    for (const { line, problem } of part.bad) this.refuse(firstLine + line - 1, problem, options);
    this.recordsIn += part.badRecords - part.bad.length;
    this.badRecords += part.badRecords - part.bad.length;
  }

  /** @throws AppError `input_invalid`, unless bad records are to be skipped. */
  refuse(line: number, problem: string, { skipBad }: FileOptions): void {
    if (skipBad !== true) {
      throw new AppError("input_invalid", `line ${line}: ${problem}`, {
        hint: "correct the line, or skip records that cannot be read",
      });
    }
    this.recordsIn++;
    this.badRecords++;
    if (this.bad.length < BAD_RECORDS_LISTED) this.bad.push({ line, problem });
  }

  tell(options: FileOptions): void {
    const { bytesIn, recordsIn, recordsOut } = this;
    options.progress?.({ bytesIn, recordsIn, recordsOut });
  }

  summary(): FileSummary {
    return {
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      recordsIn: this.recordsIn,
      recordsOut: this.recordsOut,
      released: [...this.released].toSorted(),
      withheld: sorted([...this.withheld]),
      unmapped: sorted([...this.unmapped]),
      badRecords: this.badRecords,
      bad: this.bad,
    };
  }
}

function increment<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sorted(counts: readonly [string, number][]): Readonly<Record<string, number>> {
  return Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
