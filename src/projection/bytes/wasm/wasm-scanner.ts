/** The scanner over the kernel in wasm/fhir: rules PRJ-90 and following of SPEC.md. */
import { notedName } from "../../walk.ts";
import { createWasmSurvey } from "../survey/wasm-survey.ts";
import type {
  BundleSpans,
  ByteProjected,
  ByteScanner,
  ByteView,
  ProjectedBundle,
  ProjectionTask,
  Span,
} from "../types.ts";
import { CompiledView } from "../view.ts";
import type { CompiledViews } from "../view.ts";
import {
  COVERED_BY_NONE,
  HIDDEN,
  instantiated,
  LACKS_OWNER,
  OUTCOME,
  RESULT_SIZE,
  SHOWN,
  TASK_SIZE,
  TYPE_AT,
  TYPE_LENGTH,
  UNCOVERED,
  VIEW_OF_TASK,
} from "./kernel.ts";
import type { FhirKernel } from "./kernel.ts";
import { KernelMemory, mostEntries } from "./kernel-memory.ts";
import type { Layout } from "./kernel-memory.ts";
import { LoadedTables } from "./loaded-tables.ts";
import { spansOf } from "./bundle-spans.ts";
import { hidden, ResultBytes, uncovered, WasmProjected } from "./projected.ts";

/** Room for what of one call no element covers, and for the account of each result, beyond the texts. */
const ROOM_FOR_ALL = 2 ** 17;
const ROOM_FOR_ONE = 2048;

type Results = (ByteProjected | null)[];

/** A scanner over the compiled module of wasm/fhir, for the views of `views`; null where it cannot run. */
export function wasmScanner(views: CompiledViews, module: Uint8Array): ByteScanner | null {
  const kernel = instantiated(module);
  return kernel === null ? null : new WasmScanner(kernel, views);
}

class WasmScanner implements ByteScanner {
  readonly kind = "wasm";
  readonly survey: ByteScanner["survey"];
  private readonly kernel: FhirKernel;
  private readonly views: CompiledViews;
  private readonly memory: KernelMemory;
  private readonly loaded: LoadedTables;

  constructor(kernel: FhirKernel, views: CompiledViews) {
    this.kernel = kernel;
    this.views = views;
    this.memory = new KernelMemory(kernel);
    this.loaded = new LoadedTables(kernel, views.tables);
    this.survey = createWasmSurvey(kernel, (text) => this.memory.place(text));
  }

  project(text: Uint8Array, view: ByteView, span?: Span): ByteProjected | null {
    return this.projectAll(text, [{ view, span: span ?? { from: 0, until: text.length } }])[0] ?? null;
  }

  projectAll(text: Uint8Array, tasks: readonly ProjectionTask[]): Results {
    const results: Results = [];
    const place = this.memory.place(text);
    let first = place === null || !this.loaded.refresh() ? tasks.length : 0;
    while (first < tasks.length) first = this.projectSome(place ?? 0, tasks, first, results);
    while (results.length < tasks.length) results.push(null);
    return results;
  }

  /** As many of the tasks from the first on as there is room for views; the first that is left. */
  private projectSome(place: number, tasks: readonly ProjectionTask[], first: number, into: Results): number {
    const until = this.loaded.reserve(tasks, first);
    const layout = this.layoutFor(tasks, first, until);
    if (layout === null) return tasks.length;
    const { words } = this.memory;
    let at = layout.tasks;
    for (let index = first; index < until; index++, at += TASK_SIZE) {
      const { span, view } = tasks[index] as ProjectionTask;
      const isOwn = view instanceof CompiledView && view.tables === this.views.tables;
      words.setUint32(at, place + span.from, true);
      words.setUint32(at + 4, isOwn ? place + span.until : place, true);
      words.setUint32(at + VIEW_OF_TASK, isOwn ? this.loaded.view(view) : 0, true);
      words.setUint32(at + COVERED_BY_NONE, 0, true);
    }
    return this.run(layout, tasks, first, until)
      ? this.read(layout, until - first, into, until)
      : tasks.length;
  }

  private layoutFor(tasks: readonly ProjectionTask[], first: number, until: number): Layout | null {
    let longest = 0;
    let all = ROOM_FOR_ALL;
    for (let index = first; index < until; index++) {
      const { span } = tasks[index] as ProjectionTask;
      const length = span.until - span.from;
      if (length > longest) longest = length;
      all += length + ROOM_FOR_ONE;
    }
    return this.memory.layout(until - first, longest, all);
  }

  /** Runs the tasks, and gives the kernel what it lacks on the way. False: it has no room for it. */
  private run(layout: Layout, tasks: readonly ProjectionTask[], first: number, until: number): boolean {
    const count = until - first;
    let done = 0;
    let to = layout.output;
    while (done < count) {
      done = this.kernel.project(
        layout.tasks,
        done,
        count,
        layout.results,
        to,
        layout.limit,
        layout.spare,
        layout.spareStops,
      );
      if (done < count && !this.supply(layout, tasks, first, done, count)) return false;
      to = this.kernel.outputEnd();
    }
    return true;
  }

  /** What a task lacks in the tables, and with them the views. */
  private supply(
    layout: Layout,
    tasks: readonly ProjectionTask[],
    first: number,
    done: number,
    count: number,
  ): boolean {
    const { words } = this.memory;
    if (!this.supplyTables(layout, done)) return false;
    for (let index = done; index < count; index++) {
      const { view } = tasks[first + index] as ProjectionTask;
      if (view instanceof CompiledView && view.tables === this.views.tables)
        words.setUint32(layout.tasks + index * TASK_SIZE + VIEW_OF_TASK, this.loaded.view(view), true);
    }
    return true;
  }

  private supplyTables(layout: Layout, done: number): boolean {
    const { tables } = this.views;
    const { words } = this.memory;
    const result = layout.results + done * RESULT_SIZE;
    if (words.getUint32(result + OUTCOME, true) === LACKS_OWNER) {
      const variants = this.kernel.lackedVariants();
      tables.owner(variants, this.kernel.lackedTests());
      return this.loaded.refreshOwners(variants);
    }
    const type = tables.type(this.typeOf(result));
    if (type.kind !== "root") words.setUint32(layout.tasks + done * TASK_SIZE + COVERED_BY_NONE, 1, true);
    return type.kind !== "unscannable" && this.loaded.refresh();
  }

  private typeOf(result: number): string {
    const { words } = this.memory;
    const [at, length] = [
      words.getUint32(result + TYPE_AT, true),
      words.getUint32(result + TYPE_LENGTH, true),
    ];
    return Buffer.from(words.buffer, at, length).toString("utf8");
  }

  private read({ results, output }: Layout, count: number, into: Results, until: number): number {
    const { words, bytes } = this.memory;
    const copied = copyOf(bytes.subarray(results, Math.max(output, this.kernel.outputEnd())));
    const from = new ResultBytes(copied, copied, results, this.views.tables);
    for (let index = 0; index < count; index++) {
      const result = results + index * RESULT_SIZE;
      const outcome = words.getUint32(result + OUTCOME, true);
      if (outcome === SHOWN) into.push(new WasmProjected(from, index));
      else if (outcome === HIDDEN) into.push(hidden());
      else into.push(outcome === UNCOVERED ? uncovered(this.uncoveredName(result)) : null);
    }
    return until;
  }

  /** As the object-level projection notes it. */
  private uncoveredName(result: number): string {
    const type = this.typeOf(result);
    return this.views.catalogue.isResourceType(type) ? notedName(type) : "?";
  }

  split(text: Uint8Array): BundleSpans | null {
    const place = this.memory.placeBundle(text);
    const to = place === null ? null : this.memory.roomForRecords(text.length);
    if (place === null || to === null) return null;
    const count = this.kernel.splitText(place + text.length, to);
    return count === 0 ? null : spansOf(this.memory.words, to, count, place);
  }

  projectBundle(text: Uint8Array, view: ByteView): ProjectedBundle | null {
    return this.projectAsSplit(text, view) ?? this.projectWhenSplit(text, view);
  }

  /** In one pass. Null: something is in doubt, or the kernel lacks something. */
  private projectAsSplit(text: Uint8Array, view: ByteView): ProjectedBundle | null {
    const place = this.memory.place(text);
    const { tables } = this.views;
    const isOwn = view instanceof CompiledView && view.tables === tables;
    if (place === null || !isOwn || !this.loaded.refresh()) return null;
    const { most, records } = mostEntries(text.length);
    const room = text.length + most * ROOM_FOR_ONE;
    const layout = this.memory.layout(most, records, Math.min(room, text.length * 2) + ROOM_FOR_ALL);
    if (layout === null) return null;
    this.loaded.reserve([{ view }], 0);
    const { spare: to, results, output, limit } = layout;
    const at = this.loaded.view(view);
    const count = this.kernel.projectBundle(place + text.length, to, at, results, output, limit);
    if (count === 0) return null;
    const { bytes, words } = this.memory;
    const spans = spansOf(words, to, count, place);
    const outcomes = bytes.slice(results, results + spans.entries.length * RESULT_SIZE);
    const copied = copyOf(bytes.subarray(output, this.kernel.outputEnd()));
    const from = new ResultBytes(outcomes, copied, output, tables);
    const resources = spans.entries.map((_, index) =>
      from.word(index, OUTCOME) === SHOWN ? new WasmProjected(from, index) : hidden(),
    );
    return { spans, resources };
  }

  private projectWhenSplit(text: Uint8Array, view: ByteView): ProjectedBundle | null {
    const spans = this.split(text);
    if (spans === null) return null;
    const resources: ByteProjected[] = [];
    for (const resource of this.projectAll(
      text,
      spans.entries.map((span) => ({ view, span })),
    )) {
      if (resource === null) return null;
      resources.push(resource);
    }
    return { spans, resources };
  }
}

/** From here on it pays not to zero memory that is written over. */
const LARGE = 2 ** 14;

/** Memory of its own: not from Node's pool, which other buffers of the process share. */
function copyOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length < LARGE) return bytes.slice();
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}
