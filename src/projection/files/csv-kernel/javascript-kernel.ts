import { JavaScriptRows } from "./javascript-rows.ts";
import { DOUBT, LEFT } from "./types.ts";
import type { CsvKernel, EmptyCells, KernelPlan, KernelShape, RowIndex } from "./types.ts";

const CAPACITY = 1 << 18;
const LINE_FEED = 0x0a;
const NOTHING: KernelPlan = {
  runs: new Int32Array(),
  sets: new Int32Array(),
  setCount: 0,
};

/**
 * The kernel for where WebAssembly is not to be had. Rows with quotes, or with cells that begin or end with more than a
 * letter or digit, it leaves.
 */
export function javascriptCsvKernel(): CsvKernel {
  return new JavaScriptCsvKernel();
}

class JavaScriptCsvKernel implements CsvKernel {
  readonly kind = "javascript";
  readonly mostColumns = 4096;
  private readonly found = new JavaScriptRows(CAPACITY);
  private readonly output = new Uint8Array(CAPACITY + 1);
  private written = 0;
  private current = NOTHING;
  private empty = new Uint32Array();
  private emptySets = new Uint32Array();

  get input(): Uint8Array {
    return this.found.input;
  }

  get index(): RowIndex {
    return this.found.index;
  }

  get end(): number {
    return this.found.end;
  }

  get lineFeeds(): number {
    return this.found.lineFeeds;
  }

  configure(shape: KernelShape): void {
    this.found.configure(shape);
  }

  indexRows(from: number, until: number): number {
    return this.found.indexRows(from, until);
  }

  countLineFeeds(from: number, until: number): number {
    return this.found.countLineFeeds(from, until);
  }

  plan(plan: KernelPlan): void {
    this.current = plan;
    this.empty = new Uint32Array(this.found.shape.columns);
    this.emptySets = new Uint32Array(plan.setCount);
  }

  write(first: number, until: number): number {
    let row = first;
    for (; row < until; row++) {
      if (((this.index.rows[row * 2 + 1] ?? DOUBT) & (DOUBT | LEFT)) !== 0) break;
      const firstCell = this.index.rows[row * 2] ?? 0;
      if (this.current.runs.length > 0) this.copyRuns(firstCell);
      this.countEmpty(firstCell);
    }
    return row;
  }

  private copyRuns(firstCell: number): void {
    const { found, output } = this;
    const { runs } = this.current;
    const delimiter = found.shape.delimiter.charCodeAt(0);
    let out = this.written;
    for (let run = 0; run < runs.length; run += 2) {
      const first = runs[run] ?? -1;
      const last = runs[run + 1] ?? 0;
      if (first < 0) {
        output.fill(delimiter, out, out + last);
        out += last;
        continue;
      }
      const until = found.endOf(firstCell + last, last);
      for (let at = found.startOf(firstCell + first); at < until; at++) output[out++] = found.input[at] ?? 0;
      output[out++] = delimiter;
    }
    output[out - 1] = LINE_FEED;
    this.written = out;
  }

  private countEmpty(firstCell: number): void {
    for (let column = 0; column < this.empty.length; column++)
      if (this.isEmpty(firstCell, column)) this.empty[column] = (this.empty[column] ?? 0) + 1;
    const { sets, setCount } = this.current;
    for (let set = 0, at = 0; set < setCount; set++) {
      const columns = sets.subarray(at + 2, at + 2 + (sets[at] ?? 0));
      if (columns.every((column) => this.isEmpty(firstCell, column)))
        this.emptySets[set] = (this.emptySets[set] ?? 0) + 1;
      at += 2 + columns.length;
    }
  }

  private isEmpty(firstCell: number, column: number): boolean {
    const cell = firstCell + column;
    return this.found.startOf(cell) === this.found.endOf(cell, column);
  }

  emptyCells(): EmptyCells {
    return { columns: this.empty, sets: this.emptySets };
  }

  take(): Uint8Array {
    const taken = this.output.slice(0, this.written);
    this.written = 0;
    return taken;
  }
}
