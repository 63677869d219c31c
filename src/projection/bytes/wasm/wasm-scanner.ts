/** The scanner over the kernel in wasm/fhir: rules PRJ-90 and following of SPEC.md. */
import { notedName } from "../../walk.ts";
import { createWasmSurvey } from "../survey/wasm-survey.ts";
import type { BundleSpans, ByteProjected, ByteScanner, ByteView, ProjectionTask, Span } from "../types.ts";
import { CompiledView } from "../view.ts";
import type { CompiledViews } from "../view.ts";
import {
  HIDDEN,
  instantiated,
  LACKS_OWNER,
  OUTCOME,
  RESULT_WORDS,
  SHOWN,
  TASK_WORDS,
  TYPE_AT,
  TYPE_LENGTH,
  UNCOVERED,
} from "./kernel.ts";
import type { FhirKernel } from "./kernel.ts";
import { KernelMemory } from "./kernel-memory.ts";
import type { Layout } from "./kernel-memory.ts";
import { LoadedTables } from "./loaded-tables.ts";
import { HIDDEN_RESULT, uncovered, WasmProjected } from "./projected.ts";

/** Room for what of one call no element covers, and for the account of each result, beyond the texts. */
const ROOM_FOR_ALL = 2 ** 17;
const ROOM_FOR_ONE = 2048;

/** A scanner over the compiled module of wasm/fhir, for the views of `views`; null where it cannot run. */
export function wasmScanner(views: CompiledViews, module: Uint8Array): ByteScanner | null {
  const kernel = instantiated(module);
  return kernel === null ? null : new WasmScanner(kernel, views);
}

class WasmScanner implements ByteScanner {
  readonly kind = "wasm";
  readonly survey: ByteScanner["survey"];
  readonly #kernel: FhirKernel;
  readonly #views: CompiledViews;
  readonly #memory: KernelMemory;
  readonly #loaded: LoadedTables;

  constructor(kernel: FhirKernel, views: CompiledViews) {
    this.#kernel = kernel;
    this.#views = views;
    this.#memory = new KernelMemory(kernel);
    this.#loaded = new LoadedTables(kernel, views.tables);
    this.survey = createWasmSurvey(kernel, (text) => this.#memory.place(text));
  }

  project(text: Uint8Array, view: ByteView, span?: Span): ByteProjected | null {
    return this.projectAll(text, [{ view, span: span ?? { from: 0, until: text.length } }])[0] ?? null;
  }

  projectAll(text: Uint8Array, tasks: readonly ProjectionTask[]): readonly (ByteProjected | null)[] {
    const views = this.#ownViews(tasks);
    const place = this.#memory.place(text);
    if (views === null || place === null || !this.#loaded.refresh()) return tasks.map(() => null);
    const results: (ByteProjected | null)[] = [];
    for (let first = 0; first < tasks.length;) {
      const until = this.#loaded.reserve(views, first);
      results.push(...this.#projectSome(place, tasks.slice(first, until), views.slice(first, until)));
      first = until;
    }
    return results;
  }

  /** Null where a view is one over other tables. */
  #ownViews(tasks: readonly ProjectionTask[]): readonly CompiledView[] | null {
    const views: CompiledView[] = [];
    for (const { view } of tasks) {
      if (!(view instanceof CompiledView) || view.tables !== this.#views.tables) return null;
      views.push(view);
    }
    return views;
  }

  #projectSome(
    place: number,
    tasks: readonly ProjectionTask[],
    views: readonly CompiledView[],
  ): readonly (ByteProjected | null)[] {
    const layout = this.#layoutFor(tasks);
    if (layout === null) return tasks.map(() => null);
    const { words } = this.#memory;
    for (const [index, { span }] of tasks.entries()) {
      const at = (layout.tasks >> 2) + index * TASK_WORDS;
      words[at] = place + span.from;
      words[at + 1] = place + span.until;
      words[at + 3] = 0;
    }
    return this.#run(layout, views) ? this.#results(layout, tasks.length) : tasks.map(() => null);
  }

  #layoutFor(tasks: readonly ProjectionTask[]): Layout | null {
    let longest = 0;
    let all = 0;
    for (const { span } of tasks) {
      longest = Math.max(longest, span.until - span.from);
      all += span.until - span.from + ROOM_FOR_ONE;
    }
    return this.#memory.layout(tasks.length, longest, all + ROOM_FOR_ALL);
  }

  /** Runs all tasks, and gives the kernel what it lacks on the way. False: it has no room for it. */
  #run({ tasks, results, output, limit, spare }: Layout, views: readonly CompiledView[]): boolean {
    const { words } = this.#memory;
    let first = 0;
    let to = output;
    while (first < views.length) {
      for (let index = first; index < views.length; index++)
        words[(tasks >> 2) + index * TASK_WORDS + 2] = this.#loaded.view(views[index] as CompiledView);
      first = this.#kernel.project(tasks, first, views.length, results, to, limit, spare);
      to = this.#kernel.outputEnd();
      if (first === views.length) return true;
      if (!this.#supply((tasks >> 2) + first * TASK_WORDS, (results >> 2) + first * RESULT_WORDS))
        return false;
    }
    return true;
  }

  /** What one task lacks in the tables. */
  #supply(task: number, result: number): boolean {
    const { tables } = this.#views;
    const { words } = this.#memory;
    if (words[result + OUTCOME] === LACKS_OWNER) {
      const variants = this.#kernel.lackedVariants();
      tables.owner(variants, this.#kernel.lackedTests());
      return this.#loaded.refreshOwners(variants);
    }
    const type = tables.type(this.#typeOf(result));
    if (type.kind !== "root") words[task + 3] = 1;
    return type.kind !== "unscannable" && this.#loaded.refresh();
  }

  #typeOf(result: number): string {
    const { words, bytes } = this.#memory;
    const [at, length] = [words[result + TYPE_AT] ?? 0, words[result + TYPE_LENGTH] ?? 0];
    return Buffer.from(bytes.buffer, at, length).toString("utf8");
  }

  #results({ results, output }: Layout, count: number): readonly (ByteProjected | null)[] {
    const { words } = this.#memory;
    const { tables } = this.#views;
    const copied = this.#memory.bytes.slice(output, this.#kernel.outputEnd());
    return Array.from({ length: count }, (_, index) => {
      const at = (results >> 2) + index * RESULT_WORDS;
      const outcome = words[at + OUTCOME];
      if (outcome === SHOWN) return new WasmProjected(copied, words, at, output, tables, this.#typeOf(at));
      if (outcome === HIDDEN) return HIDDEN_RESULT;
      return outcome === UNCOVERED ? uncovered(this.#uncoveredName(at)) : null;
    });
  }

  /** As the object-level projection notes it. */
  #uncoveredName(result: number): string {
    const type = this.#typeOf(result);
    return this.#views.catalogue.isResourceType(type) ? notedName(type) : "?";
  }

  split(text: Uint8Array): BundleSpans | null {
    void text;
    return null;
  }
}
