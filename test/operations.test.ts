import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createMetrics } from "../src/server/telemetry/metrics.ts";
import { addGauges } from "../src/server/telemetry/gauges.ts";
import { fixedClock } from "../src/kernel/clock.ts";

const DOCS = resolve(import.meta.dirname, "../docs");
const OPERATIONS = ["operations/grafana-dashboard.json", "operations/alerts.yaml", "administrator.md"];

async function measured(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics();
  addGauges(metrics, {
    clock: fixedClock(0),
    record: { health: () => ({ waiting: 0, lagMs: 0, failing: null }) },
    relations: { desk: { status: async () => [] } },
    database: { sessions: () => ({ open: 0, idle: 0, waiting: 0 }) },
  });
  return new Set(
    [...(await metrics.text()).matchAll(/^# TYPE (modicum_\w+)/gm)].map(([, name = ""]) => name),
  );
}

describe("what operators are given", () => {
  it.each(OPERATIONS)("F183 %s names only metrics that there are", async (file) => {
    const text = readFileSync(join(DOCS, file), "utf8");
    const named = new Set(
      [...text.matchAll(/modicum_[a-z_]+/g)].map(([name]) => name.replace(/_(?:bucket|count)$/, "")),
    );
    const there = await measured();
    expect(named.size).toBeGreaterThan(3);
    expect([...named].filter((name) => !there.has(name))).toEqual([]);
  });

  it("F183 the dashboard shows every metric of ours", async () => {
    const dashboard = readFileSync(join(DOCS, "operations/grafana-dashboard.json"), "utf8");
    const missing = [...(await measured())].filter((name) => !dashboard.includes(name));
    // Facts by source are for questions, not for the wall; the state of the record is an alert.
    expect(missing).toEqual(["modicum_record_failing", "modicum_relation_facts"]);
  });
});
