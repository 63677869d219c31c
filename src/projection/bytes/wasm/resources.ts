/** Many resources of one text, each under a view of its own. */
import { notedName } from "../../walk.ts";
import type { ProjectionContext } from "../../types.ts";
import type { ByteProjected, ProjectionTask } from "../types.ts";
import { Filler, useContext } from "./holes.ts";
import {
  COVERED_BY_NONE,
  HIDDEN,
  OUTCOME,
  RESULT_SIZE,
  SHOWN,
  TASK_SIZE,
  TEXT_AT,
  TEXT_LENGTH,
  UNCOVERED,
  VIEW_OF_TASK,
} from "./kernel.ts";
import type { Layout } from "./kernel-memory.ts";
import { hidden, ResultBytes, uncovered, WasmProjected } from "./projected.ts";
import type { Session } from "./session.ts";

/** Room for what of one call no element covers, and for the account of each result, beyond the texts. */
export const ROOM_FOR_ALL = 2 ** 17;
export const ROOM_FOR_ONE = 2048;

export type Results = (ByteProjected | null)[];

/** Projects the tasks in their order; null for each that is in doubt. */
export function projectResources(
  session: Session,
  text: Uint8Array,
  tasks: readonly ProjectionTask[],
  context?: ProjectionContext,
): Results {
  const results: Results = [];
  useContext(session, context, true);
  const place = session.memory.place(text);
  if (place !== null && session.loaded.refresh()) {
    for (let first = 0; first < tasks.length;) {
      const until = session.loaded.reserve(tasks, first);
      const batch = new Batch(
        session,
        place,
        until - first === tasks.length ? tasks : tasks.slice(first, until),
        context,
      );
      if (!batch.run(results)) break;
      first = until;
    }
  }
  while (results.length < tasks.length) results.push(null);
  return results;
}

/** As many tasks as the kernel has room for views. */
class Batch {
  private readonly session: Session;
  private readonly tasks: readonly ProjectionTask[];
  private readonly place: number;
  private readonly filler: Filler | null;

  constructor(
    session: Session,
    place: number,
    tasks: readonly ProjectionTask[],
    context: ProjectionContext | undefined,
  ) {
    this.filler = context === undefined ? null : new Filler(session, context);
    this.session = session;
    this.place = place;
    this.tasks = tasks;
  }

  /** Adds the results. False: there is no room. */
  run(results: Results): boolean {
    const layout = this.layout();
    if (layout === null) return false;
    this.writeTasks(layout.tasks);
    if (!this.project(layout)) return false;
    this.read(layout, results);
    return true;
  }

  private layout(): Layout | null {
    let longest = 0;
    let all = ROOM_FOR_ALL;
    for (const { span } of this.tasks) {
      const length = span.until - span.from;
      if (length > longest) longest = length;
      all += length + ROOM_FOR_ONE;
    }
    return this.session.memory.layout(this.tasks.length, longest, all);
  }

  private writeTasks(tasksAt: number): void {
    const { words } = this.session.memory;
    let at = tasksAt;
    for (const { span, view } of this.tasks) {
      const own = this.session.ownView(view);
      words.setUint32(at, this.place + span.from, true);
      // A view over other tables is in doubt, as an empty text is.
      words.setUint32(at + 4, this.place + (own === null ? span.from : span.until), true);
      words.setUint32(at + VIEW_OF_TASK, own === null ? 0 : this.session.loaded.view(own), true);
      words.setUint32(at + COVERED_BY_NONE, 0, true);
      at += TASK_SIZE;
    }
  }

  /** Runs the tasks, and gives the kernel what it lacks on the way. */
  private project({ tasks, results, output, limit, spare, spareStops }: Layout): boolean {
    const { kernel, memory } = this.session;
    const count = this.tasks.length;
    let done = 0;
    let to = output;
    while (done < count) {
      done = kernel.project(tasks, done, count, results, to, limit, spare, spareStops);
      to = kernel.outputEnd();
      if (done === count) return true;
      const supplied = this.session.supply(results + done * RESULT_SIZE);
      if (supplied === "full") return false;
      if (supplied === "uncovered")
        memory.words.setUint32(tasks + done * TASK_SIZE + COVERED_BY_NONE, 1, true);
      this.reloadViews(done);
    }
    return true;
  }

  /** Rules that the tables have since then have actions, too. */
  private reloadViews(done: number): void {
    for (const { view } of this.tasks.slice(done)) {
      const own = this.session.ownView(view);
      if (own !== null) this.session.loaded.view(own);
    }
  }

  private read({ results, output }: Layout, into: Results): void {
    const { memory, kernel } = this.session;
    let from: ResultBytes | null = null;
    for (let index = 0; index < this.tasks.length; index++) {
      const result = results + index * RESULT_SIZE;
      const outcome = memory.words.getUint32(result + OUTCOME, true);
      if (outcome === SHOWN) {
        // One copy takes the results and all that came out.
        const copied = from?.bytes ?? this.session.copyOut(results, Math.max(output, kernel.outputEnd()));
        from ??= new ResultBytes(copied, copied, results, this.session.accounts);
        into.push(this.shown(from, index, result, results));
      } else if (outcome === HIDDEN) into.push(hidden);
      else into.push(outcome === UNCOVERED ? uncovered(this.uncoveredName(result)) : null);
    }
  }

  /** Null: in doubt. What was written in place of fillings does not stay anywhere. */
  private shown(from: ResultBytes, index: number, result: number, origin: number): ByteProjected | null {
    const { words } = this.session.memory;
    const at = words.getUint32(result + TEXT_AT, true) - origin;
    const span = { from: at, until: at + words.getUint32(result + TEXT_LENGTH, true) };
    const text = this.filler === null ? undefined : this.filled(this.filler, index, result);
    if (text === undefined) return new WasmProjected(from, index, span);
    from.bytes.fill(0, span.from, span.until);
    return text === null ? null : new WasmProjected(from, index, text);
  }

  private filled(filler: Filler, index: number, result: number): Uint8Array | null | undefined {
    const own = this.session.ownView((this.tasks[index] as ProjectionTask).view);
    return own === null ? undefined : filler.filled(result, own);
  }

  /** As the object-level projection notes it. */
  private uncoveredName(result: number): string {
    const type = this.session.typeOf(result);
    return this.session.views.catalogue.isResourceType(type) ? notedName(type) : "?";
  }
}
