/** Which blocks of some scripts ran, and about how often, from V8's own counters. */
import { Session } from "node:inspector/promises";
import type { Profiler } from "node:inspector/promises";

/** What was reached since it began. */
export class CoverageOf {
  readonly #session: Session;
  readonly #folder: string;
  readonly #reached = new Set<string>();
  #last: readonly string[] = [];

  private constructor(session: Session, folder: string) {
    this.#session = session;
    this.#folder = folder;
  }

  /** Of scripts whose URL has `folder` in it. */
  static async scripts(folder: string): Promise<CoverageOf> {
    const session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    return new CoverageOf(session, folder);
  }

  /** How many blocks, by powers of 2 of how often they ran in one go. */
  get size(): number {
    return this.#reached.size;
  }

  /** True when what ran since the last call reached something for the first time. */
  async hasGrown(): Promise<boolean> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage");
    const found = result.filter(({ url }) => url.includes(this.#folder)).flatMap(countsOf);
    this.#last = found.filter((block) => !this.#reached.has(block));
    for (const block of this.#last) this.#reached.add(block);
    return this.#last.length > 0;
  }

  /** As if what was found last had not been reached yet. */
  forgetLast(): void {
    for (const block of this.#last) this.#reached.delete(block);
    this.#last = [];
  }

  async stop(): Promise<void> {
    await this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }
}

function countsOf({ url, functions }: Profiler.ScriptCoverage): readonly string[] {
  return functions.flatMap(({ ranges }) =>
    ranges
      .filter(({ count }) => count > 0)
      .map(
        ({ startOffset, endOffset, count }) => `${url}:${startOffset}-${endOffset}:${31 - Math.clz32(count)}`,
      ),
  );
}
