/** What a benchmark file exports (`export default rows satisfies readonly BenchRow[]`), and what a run of it finds. */

/** One line of the table in docs/performance.md: ours against a peer, in one run. */
export interface BenchRow {
  /** `decision/casl`; `npm run bench -- decision` runs every row whose name begins so. */
  readonly name: string;
  /** The path measured, in the words of the table. */
  readonly row: string;
  /** Who it is measured against, in its own words: `CASL permittedFieldsOf`. */
  readonly peer: string;
  /** Of `ours` and `theirs`: `µs`, `MiB/s`, `req/s`. */
  readonly unit: string;
  /** Ratio that has to be reached; null: reported alone. A ratio above 1 always means that ours is better. */
  readonly must: number | null;
  readonly aim: number | null;
  /** Checks first that both sides give the same answer, then measures. */
  run(settings: BenchSettings): Promise<Measured>;
}

export interface BenchSettings {
  /** At least 7. */
  readonly rounds: number;
  /** Least time of one round of one side, milliseconds. */
  readonly roundMs: number;
}

export interface Measured {
  /** Median of the rounds' own ratios, by wall time. */
  readonly ratio: number;
  /** The same by CPU time of this process, where all the work is done in it. */
  readonly cpuRatio: number | null;
  /** Medians, in the row's unit. */
  readonly ours: number;
  readonly theirs: number;
  readonly rounds: number;
  /** What a reader needs to know: sizes, versions, what bounds it. */
  readonly notes?: readonly string[];
  /** For an aim that was not reached: what bounds it, as measured. */
  readonly bound?: string;
}

/** One entry of bench/results.json. */
export interface BenchResult {
  readonly name: string;
  readonly row: string;
  readonly peer: string;
  readonly ratio: number;
  readonly must: number | null;
  readonly aim: number | null;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: string;
  readonly rounds: number;
  readonly cpuRatio: number | null;
  readonly notes: readonly string[];
  readonly bound: string | null;
}

/** A cost against a size, for the plots of docs/performance.md. `bench/growth/*.bench.ts` export these. */
export interface GrowthCurve {
  /** `growth/rules`. */
  readonly name: string;
  readonly title: string;
  /** What grows: `rules`. */
  readonly x: string;
  /** What is measured: `µs a decision`. */
  readonly y: string;
  /** Smallest first. */
  points(settings: BenchSettings): Promise<readonly GrowthPoint[]>;
}

export interface GrowthPoint {
  readonly x: number;
  readonly y: number;
}
