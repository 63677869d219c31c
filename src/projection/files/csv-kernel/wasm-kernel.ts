import type { CodeFilter, CsvKernel, EmptyCells, KernelPlan, KernelShape, RowIndex } from "./types.ts";

/** The part of the WebAssembly API that is used here; without the types of a browser there are none. */
interface WebAssemblyHere {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHere };

/** What wasm/csv/index.ts exports: addresses are constant, memory belongs to the module. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  reserve(): number;
  configure(
    delimiter: number,
    columns: number,
    longestRow: number,
    patientColumn: number,
    codes: number,
  ): void;
  findPrefixes(ofLength: number): void;
  indexRows(from: number, until: number): number;
  endOfRows(): number;
  lineFeedsInRows(): number;
  countLineFeeds(from: number, until: number): number;
  plan(runs: number, sets: number): void;
  writeRows(first: number, until: number): number;
  outputLength(): number;
  clearOutput(): void;
}

type Areas = Readonly<Record<(typeof AREAS)[number], { readonly value: number }>>;

const AREAS = [
  "capacity",
  "mostColumns",
  "startsAt",
  "tokensAt",
  "emptyCellsAt",
  "runsAt",
  "setsAt",
  "inputAt",
  "endsAt",
  "rowsAt",
  "outputAt",
] as const;

const NO_LIMIT = 0xffffffff;

/** A kernel of its own memory from the compiled module; null where the module cannot run here. */
export function wasmCsvKernel(bytes: Uint8Array): CsvKernel | null {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const kernel = exports as Exports & Areas;
    return kernel.reserve() === 0 ? null : new WasmCsvKernel(kernel);
  } catch {
    return null;
  }
}

class WasmCsvKernel implements CsvKernel {
  readonly kind = "wasm";
  readonly input: Uint8Array;
  readonly mostColumns: number;
  readonly index: RowIndex;
  private readonly kernel: Exports;
  private readonly at: Readonly<Record<(typeof AREAS)[number], number>>;
  private readonly memory: Uint8Array;
  private readonly empty: Uint32Array;
  private readonly words: Int32Array;
  private columns = 0;
  private sets: Int32Array = new Int32Array();
  private setCount = 0;

  constructor(kernel: Exports & Areas) {
    const { buffer } = kernel.memory;
    const at = Object.fromEntries(AREAS.map((name) => [name, kernel[name].value])) as typeof this.at;
    this.kernel = kernel;
    this.at = at;
    this.memory = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.empty = new Uint32Array(buffer, at.emptyCellsAt, at.mostColumns);
    this.input = new Uint8Array(buffer, at.inputAt, at.capacity);
    this.mostColumns = at.mostColumns;
    this.index = {
      ends: new Uint32Array(buffer, at.endsAt, at.capacity + 2),
      rows: new Uint32Array(buffer, at.rowsAt, (at.capacity + 2) * 2),
      base: at.inputAt,
    };
  }

  configure({ delimiter, columns, longestRow, patient, codes }: KernelShape): void {
    this.columns = columns;
    const longest = Math.min(longestRow, NO_LIMIT);
    this.kernel.configure(delimiter.charCodeAt(0), columns, longest, patient ?? -1, codes === null ? 0 : 1);
    if (codes !== null) this.find(codes);
  }

  private find({ starts, tokens, prefixLength }: CodeFilter): void {
    this.memory.set(starts, this.at.startsAt);
    this.memory.set(tokens, this.at.tokensAt);
    this.kernel.findPrefixes(Math.min(prefixLength, NO_LIMIT));
  }

  indexRows(from: number, until: number): number {
    return this.kernel.indexRows(from, until);
  }

  get end(): number {
    return this.kernel.endOfRows();
  }

  get lineFeeds(): number {
    return this.kernel.lineFeedsInRows();
  }

  countLineFeeds(from: number, until: number): number {
    return this.kernel.countLineFeeds(from, until);
  }

  plan({ runs, sets, setCount }: KernelPlan): void {
    this.words.set(runs, this.at.runsAt >> 2);
    this.words.set(sets, this.at.setsAt >> 2);
    this.words.fill(0, this.at.emptyCellsAt >> 2, (this.at.emptyCellsAt >> 2) + this.columns);
    this.sets = sets;
    this.setCount = setCount;
    this.kernel.plan(runs.length / 2, setCount);
  }

  write(first: number, until: number): number {
    return this.kernel.writeRows(first, until);
  }

  emptyCells(): EmptyCells {
    const sets = new Uint32Array(this.setCount);
    for (let set = 0, at = 0; set < this.setCount; set++) {
      sets[set] = this.words[(this.at.setsAt >> 2) + at + 1] ?? 0;
      at += 2 + (this.sets[at] ?? 0);
    }
    return { columns: this.empty.subarray(0, this.columns), sets };
  }

  take(): Uint8Array {
    const { outputAt } = this.at;
    const taken = Buffer.allocUnsafeSlow(this.kernel.outputLength());
    taken.set(this.memory.subarray(outputAt, outputAt + taken.length));
    this.kernel.clearOutput();
    return taken;
  }
}
