/** A kernel with what was loaded into it: what every way of projecting needs. */
import type { ByteView } from "../types.ts";
import { CompiledView } from "../view.ts";
import type { CompiledViews } from "../view.ts";
import { LACKS_OWNER, OUTCOME, TYPE_AT, TYPE_LENGTH } from "./kernel.ts";
import type { FhirKernel } from "./kernel.ts";
import { KernelMemory } from "./kernel-memory.ts";
import { LoadedTables } from "./loaded-tables.ts";
import { AccountReader } from "./notes.ts";

/** `uncovered`: no element covers the type, which no table will have. `full`: the kernel has no room for more. */
export type Supplied = "supplied" | "uncovered" | "full";

/** From here on it pays not to zero memory that is written over. */
const LARGE = 2 ** 14;

export class Session {
  readonly kernel: FhirKernel;
  readonly views: CompiledViews;
  readonly memory: KernelMemory;
  readonly loaded: LoadedTables;
  readonly accounts: AccountReader;

  constructor(kernel: FhirKernel, views: CompiledViews) {
    this.kernel = kernel;
    this.views = views;
    this.memory = new KernelMemory(kernel);
    this.loaded = new LoadedTables(kernel, views.tables);
    this.accounts = new AccountReader(views.tables);
  }

  /** The view, if it is one over the tables of this session. */
  ownView(view: ByteView): CompiledView | null {
    return view instanceof CompiledView && view.tables === this.views.tables ? view : null;
  }

  /** Gives the kernel what a task lacks, whose result stands at this address. */
  supply(result: number): Supplied {
    const { tables } = this.views;
    if (this.memory.words.getUint32(result + OUTCOME, true) === LACKS_OWNER) {
      const variants = this.kernel.lackedVariants();
      tables.owner(variants, this.kernel.lackedTests());
      return this.loaded.refreshOwners(variants) ? "supplied" : "full";
    }
    const type = tables.type(this.typeOf(result));
    if (type.kind === "unscannable" || !this.loaded.refresh()) return "full";
    return type.kind === "root" ? "supplied" : "uncovered";
  }

  /** The type that a result names by the place of its letters. */
  typeOf(result: number): string {
    const { words } = this.memory;
    const [at, length] = [
      words.getUint32(result + TYPE_AT, true),
      words.getUint32(result + TYPE_LENGTH, true),
    ];
    return Buffer.from(words.buffer, at, length).toString("utf8");
  }

  /** What stands between two addresses, in memory of its own: not from Node's pool, which other buffers share. */
  copyOut(from: number, until: number): Uint8Array {
    const { bytes } = this.memory;
    if (until - from < LARGE) return bytes.slice(from, until);
    const copy = Buffer.allocUnsafeSlow(until - from);
    copy.set(bytes.subarray(from, until));
    return copy;
  }
}
