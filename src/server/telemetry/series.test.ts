import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { counts, MOST_SERIES, timings } from "./series.ts";

const NAMED = { name: "asked_total", help: "Asked.", labels: ["surface", "status"] };

async function textOf(metric: Parameters<Registry["registerMetric"]>[0]): Promise<string> {
  const registry = new Registry();
  registry.registerMetric(metric);
  return registry.metrics();
}

describe("series that Prometheus reads", () => {
  it("F183 a counter is printed with its labels and its total", async () => {
    const asked = counts(NAMED);
    asked.of("fhir", "200").add();
    asked.of("fhir", "200").add(2);
    asked.of("api", "403").add();
    const text = await textOf(asked.metric);
    expect(text).toContain("# TYPE asked_total counter");
    expect(text).toContain('asked_total{surface="fhir",status="200"} 3');
    expect(text).toContain('asked_total{surface="api",status="403"} 1');
  });

  it("F183 a histogram's buckets are cumulative, a bound is inside its bucket, and sum and count are told", async () => {
    const took = timings({ name: "took_seconds", help: "Took.", labels: [], bounds: [0.1, 1] });
    for (const seconds of [0.1, 0.5, 7]) took.of().observe(seconds);
    const lines = (await textOf(took.metric)).split("\n").filter((line) => line.startsWith("took_seconds"));
    expect(lines).toEqual([
      'took_seconds_bucket{le="0.1"} 1',
      'took_seconds_bucket{le="1"} 2',
      'took_seconds_bucket{le="+Inf"} 3',
      "took_seconds_sum 7.6",
      "took_seconds_count 3",
    ]);
  });

  it("F183 labels that grow without end cost one series more, named other", async () => {
    const asked = counts(NAMED);
    for (let one = 0; one < MOST_SERIES + 500; one++) asked.of("fhir", String(one)).add();
    const lines = (await textOf(asked.metric)).split("\n").filter((line) => line.startsWith("asked_total{"));
    expect(lines).toHaveLength(MOST_SERIES + 1);
    expect(lines.at(-1)).toBe('asked_total{surface="other",status="other"} 500');
  });
});
