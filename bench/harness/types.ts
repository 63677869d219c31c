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
  run(settings: BenchSettings): Promise<Measured | Skipped>;
}

/** A row that cannot run here, such as for want of a peer. One that has to be reached counts as missed. */
export interface Skipped {
  readonly skipped: string;
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
  /** ISO 8601. */
  readonly measuredAt: string;
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

/** A curve as it was measured; an entry of bench/growth.json. */
export interface GrowthResult extends Pick<GrowthCurve, "name" | "title" | "x" | "y"> {
  readonly points: readonly GrowthPoint[];
  /** ISO 8601. */
  readonly measuredAt: string;
}

/** Latency of one side under so many connections; an entry of bench/load.json. */
export interface LoadResult {
  /** `modicum`, `nginx`, `Node proxy`. */
  readonly side: string;
  /** Of the answer, as the upstream has it: `20 KB`. */
  readonly size: string;
  readonly connections: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  /** ISO 8601. */
  readonly measuredAt: string;
}

/** Memory of the whole gateway under load; bench/soak.json. */
export interface SoakResult {
  readonly minutes: number;
  readonly connections: number;
  readonly requests: number;
  readonly samples: readonly SoakSample[];
  readonly rss: Trend;
  readonly heap: Trend;
  readonly isFlat: boolean;
  /** ISO 8601. */
  readonly measuredAt: string;
}

/** Taken after a forced collection, in MiB. */
export interface SoakSample {
  readonly second: number;
  readonly rss: number;
  readonly heap: number;
}

/** A straight line through samples, after the warm-up. */
export interface Trend {
  /** MiB an hour. */
  readonly slope: number;
  /** Twice the standard error of the slope: what noise alone may show. */
  readonly noise: number;
}
