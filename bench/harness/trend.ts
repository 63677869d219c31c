/** Whether something grows, by a straight line through its samples. */
import type { SoakSample, Trend } from "./types.ts";

const SECONDS_OF_HOUR = 3_600;
/** Growth over the run that is too little to tell from noise which one sample shares with the next. */
const NEGLIGIBLE_SHARE = 0.02;

/** Least squares over samples of one quantity; NaN of fewer than three. */
export function trendOf(samples: readonly SoakSample[], of: "rss" | "heap"): Trend {
  const n = samples.length;
  const mean = (value: (sample: SoakSample) => number): number =>
    samples.reduce((sum, sample) => sum + value(sample), 0) / n;
  const [meanX, meanY] = [mean(({ second }) => second), mean((sample) => sample[of])];
  const spread = samples.reduce((sum, { second }) => sum + (second - meanX) ** 2, 0);
  const slope = samples.reduce((sum, one) => sum + (one.second - meanX) * (one[of] - meanY), 0) / spread;
  const residual = samples.reduce(
    (sum, one) => sum + (one[of] - meanY - slope * (one.second - meanX)) ** 2,
    0,
  );
  const standardError = n < 3 ? Number.NaN : Math.sqrt(residual / (n - 2) / spread);
  return { slope: slope * SECONDS_OF_HOUR, noise: 2 * standardError * SECONDS_OF_HOUR };
}

/** True when it does not grow by more than noise shows, or by less than a fiftieth of what it is over the run. */
export function isFlat(samples: readonly SoakSample[], of: "rss" | "heap"): boolean {
  const { slope, noise } = trendOf(samples, of);
  if (slope <= noise) return true;
  const hours = ((samples.at(-1)?.second ?? 0) - (samples[0]?.second ?? 0)) / SECONDS_OF_HOUR;
  const level = samples.reduce((sum, sample) => sum + sample[of], 0) / samples.length;
  return slope * hours <= NEGLIGIBLE_SHARE * level;
}
