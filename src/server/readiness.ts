import type { Readiness } from "../api/ports.ts";
import type { RecorderHealth } from "../audit/recorder.ts";
import type { Database } from "../store/database.ts";
import type { OpenRecord } from "./record.ts";
import type { Measured } from "./telemetry/gauges.ts";

/** What has to be well before requests are taken. */
export interface ReadyParts extends Measured {
  readonly record: Measured["record"] & Pick<OpenRecord, "journal" | "integrity">;
  /** Null: no witness was asked to cosign. */
  readonly witnessed: () => "ok" | "failing" | null;
  readonly backups: { check(): "ok" | "failing" };
  readonly relations: Measured["relations"] & { ready(): boolean };
  readonly database: Pick<Database, "answers" | "sessions" | "state">;
}

/**
 * F176: each check by name, and in figures how far the record lags behind. Never PHI, never an address. Whoever is ready stays
 * so without a witness, a journal or a backup: that is shown, and keeps nothing from being recorded.
 */
export async function readinessOf(parts: ReadyParts): Promise<Readiness> {
  const { record, relations, database, clock } = parts;
  const health = record.health();
  const witnesses = parts.witnessed();
  const [answers, sources] = await Promise.all([database.answers(), relations.desk.status().catch(() => [])]);
  const checks = {
    relations: relations.ready() ? "ok" : "waiting",
    record: health.failing === null ? "ok" : "failing",
    database: answers ? "ok" : SERVER[database.state()],
  } as const;
  const ages = sources.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [clock.now() - syncedAt]));
  return {
    ready: Object.values(checks).every((check) => check === "ok"),
    checks: {
      ...checks,
      journal: record.journal.check(),
      integrity: record.integrity.check(),
      backups: parts.backups.check(),
      ...(witnesses === null ? {} : { witnesses }),
    },
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

/** What a database that gives no answer is, by what the server that looks after it says. */
const SERVER = { running: "failing", restarting: "waiting", gone: "failing" } as const;

function recordDetails({
  waiting,
  lagMs,
  failing,
}: RecorderHealth): NonNullable<Readiness["details"]>[string] {
  return { waiting, lagMs: Math.round(lagMs), ...(failing === null ? {} : { failing }) };
}
