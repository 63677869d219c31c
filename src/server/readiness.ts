import type { Readiness } from "../api/ports.ts";
import type { RecorderHealth } from "../audit/recorder.ts";
import type { Database } from "../store/database.ts";
import type { Measured } from "./telemetry/gauges.ts";

/** What has to be well before requests are taken. */
export interface ReadyParts extends Measured {
  readonly relations: Measured["relations"] & { ready(): boolean };
  readonly database: Pick<Database, "answers" | "sessions">;
}

/** F176: each check by name, and in figures how far the record lags behind. Never PHI, never an address. */
export async function readinessOf({ record, relations, database, clock }: ReadyParts): Promise<Readiness> {
  const health = record.health();
  const [answers, sources] = await Promise.all([database.answers(), relations.desk.status().catch(() => [])]);
  const checks = {
    relations: relations.ready() ? "ok" : "waiting",
    record: health.failing === null ? "ok" : "failing",
    database: answers ? "ok" : "failing",
  } as const;
  const ages = sources.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [clock.now() - syncedAt]));
  return {
    ready: Object.values(checks).every((check) => check === "ok"),
    checks,
    details: {
      record: recordDetails(health),
      relations: {
        sources: sources.length,
        failing: sources.filter(({ lastFailure }) => lastFailure !== null).length,
        oldestSeconds: Math.round(Math.max(0, ...ages) / 1_000),
      },
      database: database.sessions(),
    },
  };
}

function recordDetails({
  waiting,
  lagMs,
  failing,
}: RecorderHealth): NonNullable<Readiness["details"]>[string] {
  return { waiting, lagMs: Math.round(lagMs), ...(failing === null ? {} : { failing }) };
}
