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

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function sorted(counts: readonly [string, number][]): Readonly<Record<string, number>> {
  return Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
