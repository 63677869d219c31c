import type {
  ByteProjected,
  ByteScanner,
  ByteView,
  ProjectionTask,
  Span,
} from "../../../projection/bytes/types.ts";
import type { ProjectionContext } from "../../../projection/types.ts";

/** Records that are projected ahead at once. */
const MOST_AHEAD = 128;

/** What a run of records shows under one view, transformed for one caller. */
interface Run {
  readonly context: ProjectionContext;
  readonly from: number;
  readonly results: readonly (ByteProjected | null)[];
}

/**
 * The records of one text. Most of a page are seen under the same view: where two in a row are, those behind them are
 * projected along, which costs less than one after the other.
 * INVARIANT: what was projected ahead is given out for the same record, view and context alone.
 */
export class PageText {
  readonly text: Uint8Array;
  readonly #spans: readonly Span[];
  readonly #ahead = new Map<ByteView, Run>();
  #latest: ByteView | undefined;

  /** The text does not change while it is in use. */
  constructor(text: Uint8Array, spans: readonly Span[]) {
    this.text = text;
    this.#spans = spans;
  }

  span(record: number): Span {
    return this.#spans[record] ?? { from: 0, until: 0 };
  }

  /** As ByteScanner.project. */
  project(
    scanner: ByteScanner,
    view: ByteView,
    record: number,
    context: ProjectionContext,
  ): ByteProjected | null {
    const run = this.#ahead.get(view);
    const found = run?.context === context ? run.results[record - run.from] : undefined;
    if (found !== undefined) return found;
    const isAgain = this.#latest === view;
    this.#latest = view;
    return isAgain && scanner.projectAll !== undefined
      ? this.#projectAhead(scanner.projectAll.bind(scanner), view, record, context)
      : scanner.project(this.text, view, this.span(record), context);
  }

  #projectAhead(
    projectAll: NonNullable<ByteScanner["projectAll"]>,
    view: ByteView,
    from: number,
    context: ProjectionContext,
  ): ByteProjected | null {
    const tasks: ProjectionTask[] = [];
    for (const span of this.#spans.slice(from, from + MOST_AHEAD)) tasks.push({ view, span });
    const results = projectAll(this.text, tasks, context);
    this.#ahead.set(view, { context, from, results });
    return results[0] ?? null;
  }
}
