import type { Metric, MetricValue } from "prom-client";

/** One series of a counter. */
export interface Count {
  add(amount?: number): void;
}

/** One series of a histogram. */
export interface Timing {
  /** Seconds, or whatever the family counts in. */
  observe(value: number): void;
}

/**
 * A family of series that prom-client prints. Its own counters hash their labels at every observation, which the way of a
 * request can feel; here the series is looked up by one short key, and most callers keep theirs.
 */
export interface Family<Cell> {
  /** Label values in the order of the family's labels. Beyond `MOST_SERIES`, all that is new counts as `other`. */
  of(...values: readonly string[]): Cell;
  /** For `Registry.registerMetric`. */
  readonly metric: Metric;
}

interface FamilyOptions {
  /** As Prometheus names them: `modicum_http_requests_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** A mistake that lets a label grow costs a wrong figure, not the process's memory. */
export const MOST_SERIES = 1_000;

/** Counters; they only grow. */
export function counts(options: FamilyOptions): Family<Count> {
  return family(options, "counter", () => {
    let total = 0;
    return {
      cell: { add: (amount = 1) => void (total += amount) },
      values: (labels) => [{ value: total, labels }],
    };
  });
}

/** Histograms over the same upper bounds, ascending; the last bucket is `+Inf`. */
export function timings(options: FamilyOptions & { readonly bounds: readonly number[] }): Family<Timing> {
  const { name, bounds } = options;
  return family(options, "histogram", () => {
    const held = new Float64Array(bounds.length + 1);
    let sum = 0;
    return {
      cell: {
        observe: (value) => {
          sum += value;
          let at = 0;
          while (at < bounds.length && value > (bounds[at] ?? 0)) at += 1;
          held[at] = (held[at] ?? 0) + 1;
        },
      },
      values: (labels) => histogramValues(name, labels, { bounds, held, sum }),
    };
  });
}

interface Series<Cell> {
  readonly cell: Cell;
  values(labels: Labels): MetricValue<string>[];
}
type Labels = Readonly<Record<string, string>>;

function family<Cell>(
  { name, help, labels }: FamilyOptions,
  type: "counter" | "histogram",
  make: () => Series<Cell>,
): Family<Cell> {
  const known = new Map<string, Series<Cell> & { readonly labels: Labels }>();
  const add = (key: string, values: readonly string[]): Cell => {
    if (known.size >= MOST_SERIES && values[0] !== OTHER) return of(...labels.map(() => OTHER));
    const named = Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ""]));
    const series = { ...make(), labels: named };
    known.set(key, series);
    return series.cell;
  };
  const of = (...values: readonly string[]): Cell => {
    const key = values.join(" ");
    return known.get(key)?.cell ?? add(key, values);
  };
  const get = async () => ({
    name,
    help,
    type,
    aggregator: "sum",
    values: [...known.values()].flatMap((series) => series.values(series.labels)),
  });
  return { of, metric: { name, help, type, get, reset: () => known.clear() } as unknown as Metric };
}

const OTHER = "other";

function histogramValues(
  name: string,
  labels: Labels,
  { bounds, held, sum }: { bounds: readonly number[]; held: Float64Array; sum: number },
): MetricValue<string>[] {
  let count = 0;
  const buckets = [...held].map((inBucket, at) => {
    count += inBucket;
    const le = at < bounds.length ? String(bounds[at]) : "+Inf";
    return { value: count, labels: { ...labels, le }, metricName: `${name}_bucket` };
  });
  return [
    ...buckets,
    { value: sum, labels, metricName: `${name}_sum` },
    { value: count, labels, metricName: `${name}_count` },
  ] as MetricValue<string>[];
}
