import type { Config } from "../../config.ts";
import { createLog, type Log } from "../log.ts";
import { createMetrics } from "./metrics.ts";
import { createTelemetry, type Telemetry } from "./telemetry.ts";
import { openTraces } from "./traces.ts";

/** The log, and what watches the process; traces only where a collector is named. */
export async function openTelemetry(
  config: Pick<Config, "logLevel" | "telemetry">,
  closers: (() => Promise<void>)[],
): Promise<{ readonly log: Log; readonly telemetry: Telemetry }> {
  const wanted = config.telemetry.traces;
  const traces = wanted === null ? null : await openTraces(wanted);
  if (traces !== null) closers.push(() => traces.close());
  const log = createLog(config.logLevel, () => {
    const traceId = traces?.traceId() ?? null;
    return traceId === null ? {} : { traceId };
  });
  return { log, telemetry: createTelemetry({ metrics: createMetrics(), traces, log }) };
}
