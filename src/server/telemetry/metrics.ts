import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { type Count, counts, type Family, type Timing, timings } from "./series.ts";

/** What the process counts. INVARIANT: labels are words of this program, never an id, a path, a person, a patient. */
export interface Metrics {
  /** By `surface` and `status`. */
  readonly requests: Family<Count>;
  /** By `surface`: seconds until the answer was sent, or given up. */
  readonly requestSeconds: Family<Timing>;
  /** By `interaction`, `outcome`, `reason` of entries that became durable. */
  readonly outcomes: Family<Count>;
  /** By `stage`: identify, decide, minimize (the upstream's part included), record. */
  readonly stageSeconds: Family<Timing>;
  /** One record through the projection. */
  readonly projectionSeconds: Timing;
  /** By `method` and `outcome`: seconds until an answer of the upstream began. */
  readonly upstreamSeconds: Family<Timing>;
  /** One group commit of the record. */
  readonly commitSeconds: Timing;
  readonly batchEntries: Timing;
  /** Requests that were turned away at the door, by `limit`. */
  readonly turnedAway: Family<Count>;
  /** What device managers reported, by `outcome`. */
  readonly deviceEvents: Family<Count>;
  /** A value that is read when it is asked for; its label values come with it. */
  gauge(options: GaugeOptions): void;
  /** The text that Prometheus reads (exposition format 0.0.4). */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface GaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  readonly read: () => Iterable<readonly [string, number]> | Promise<Iterable<readonly [string, number]>>;
}

const FAST = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1];
const SLOW = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const VERY_FAST = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1];
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** A registry of its own, with the metrics of the process (prom-client's defaults). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = (name: string, help: string, ...labels: readonly string[]): Family<Count> =>
    registered(registry, counts({ name: `modicum_${name}`, help, labels }));
  const time = (
    bounds: readonly number[],
    name: string,
    help: string,
    ...labels: readonly string[]
  ): Family<Timing> => registered(registry, timings({ name: `modicum_${name}`, help, labels, bounds }));
  return {
    requests: count("http_requests_total", "Answers by surface and status.", "surface", "status"),
    requestSeconds: time(SLOW, "http_request_duration_seconds", "Until an answer was sent.", "surface"),
    outcomes: count(
      "outcomes_total",
      "Recorded outcomes by interaction and reason.",
      "interaction",
      "outcome",
      "reason",
    ),
    stageSeconds: time(FAST, "stage_duration_seconds", "Steps of the way of a request.", "stage"),
    projectionSeconds: time(VERY_FAST, "projection_duration_seconds", "One record projected.").of(),
    upstreamSeconds: time(
      SLOW,
      "upstream_request_duration_seconds",
      "Until an answer of the upstream began.",
      "method",
      "outcome",
    ),
    commitSeconds: time(FAST, "record_commit_duration_seconds", "One group commit of the record.").of(),
    batchEntries: time(SIZES, "record_batch_entries", "Entries in one group commit.").of(),
    turnedAway: count("turned_away_total", "Requests refused at the door.", "limit"),
    deviceEvents: count("device_events_total", "What device managers reported, by outcome.", "outcome"),
    gauge: (options) => addGauge(registry, options),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function registered<Cell>(registry: Registry, family: Family<Cell>): Family<Cell> {
  registry.registerMetric(family.metric);
  return family;
}

/** INVARIANT: a value that cannot be read is missing from the page, and does not take the page with it. */
function addGauge(registry: Registry, { name, help, label, read }: GaugeOptions): void {
  const labelNames = label === undefined ? [] : [label];
  const gauge = new Gauge({
    name: `modicum_${name}`,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      this.reset();
      const values = await Promise.resolve(read()).catch(() => []);
      for (const [labelValue, value] of values)
        this.set(label === undefined ? {} : { [label]: labelValue }, value);
    },
  });
  gauge.reset();
}
