/** Tables and views as the kernel has them. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import { MEMBER_SIZE, TYPES_MASK, TYPES_PLACE, VARIANTS_OWNERS } from "../table-format.ts";
import type { ByteView, ProjectionTask } from "../types.ts";
import type { CompiledView } from "../view.ts";
import type { ProjectionKernel } from "./kernel.ts";

const VIEW_SIZE = 0x4000;
/** Rules that a view has room for, in each of its two halves. */
export const MOST_RULES = VIEW_SIZE / 2;
const MOST_VIEWS = 64;
const MOST_TABLES = 0x1000000;
const MOST_ACCOUNTS = 0x1000;
const TYPES_END = TYPES_PLACE + (TYPES_MASK + 1) * MEMBER_SIZE;

interface LoadedView {
  readonly at: number;
  rules: number;
}

export class LoadedTables {
  private readonly kernel: ProjectionKernel;
  private readonly tables: CatalogueTables;
  private readonly views = new Map<CompiledView, LoadedView>();
  private length = 0;
  private last: CompiledView | undefined;
  private lastAt = 0;
  private lastRules = 0;

  constructor(kernel: ProjectionKernel, tables: CatalogueTables) {
    this.kernel = kernel;
    this.tables = tables;
    this.forgetViews();
  }

  /** Brings over what the tables have more by now. False: more than the kernel has room for. */
  refresh(): boolean {
    const { memory, accounts, rules } = this.tables;
    if (memory.length === this.length) return true;
    if (memory.length > MOST_TABLES || accounts.length > MOST_ACCOUNTS || rules.length > MOST_RULES)
      return false;
    const at = this.kernel.tablesAt();
    const room = new Uint8Array(this.kernel.memory.buffer, at, memory.length);
    room.set(memory.bytes.subarray(this.length, memory.length), this.length);
    this.addTypes(room);
    this.length = memory.length;
    this.kernel.setAccounts(accounts.length);
    return true;
  }

  /** Brings over that VARIANTS have one more OWNER. */
  refreshOwners(variants: number): boolean {
    if (!this.refresh()) return false;
    const at = this.kernel.tablesAt() + variants + VARIANTS_OWNERS;
    const word = this.tables.memory.word(variants + VARIANTS_OWNERS);
    new Int32Array(this.kernel.memory.buffer, at, 1).set([word]);
    return true;
  }

  /** Makes room for the views of the tasks from the first on; the first task for whose view there is none. */
  reserve(tasks: readonly Pick<ProjectionTask, "view">[], first: number): number {
    if (tasks.length === first + 1 && tasks[first]?.view === this.last) return tasks.length;
    const distinct = new Set<ByteView>();
    let last: ByteView | undefined;
    let until = first;
    for (; until < tasks.length; until++) {
      const { view } = tasks[until] as Pick<ProjectionTask, "view">;
      if (view === last) continue;
      last = view;
      distinct.add(view);
      if (distinct.size > MOST_VIEWS) break;
    }
    if (this.views.size + distinct.size > MOST_VIEWS) this.forgetViews();
    return until;
  }

  private forgetViews(): void {
    this.views.clear();
    this.last = undefined;
    this.kernel.forgetShapes();
  }

  /** The address of a view's actions, for which there is room. */
  view(view: CompiledView): number {
    if (view === this.last && this.lastRules === this.tables.rules.length) return this.lastAt;
    this.lastAt = this.load(view);
    this.last = view;
    this.lastRules = this.tables.rules.length;
    return this.lastAt;
  }

  private load(view: CompiledView): number {
    const known = this.views.get(view);
    if (known !== undefined && known.rules === this.tables.rules.length) return known.at;
    const loaded = known ?? { at: this.kernel.viewsAt() + this.views.size * VIEW_SIZE, rules: 0 };
    const room = new Uint8Array(this.kernel.memory.buffer, loaded.at, VIEW_SIZE);
    room.set(view.refinedActions);
    room.set(view.actionsWithoutTransforms, MOST_RULES);
    loaded.rules = this.tables.rules.length;
    this.views.set(view, loaded);
    return loaded.at;
  }

  /** The hash table of types grows in place; the words of its members that are the kernel's own stay zero there. */
  private addTypes(room: Uint8Array): void {
    if (this.length === 0) return;
    room.set(this.tables.memory.bytes.subarray(TYPES_PLACE, TYPES_END), TYPES_PLACE);
  }
}
