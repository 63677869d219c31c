import type { Clock } from "../kernel/clock.ts";
import { nextEntryId } from "./entry-id.ts";
import type { Recorder } from "./recorder.ts";
import { systemEntry } from "./system-entry.ts";

export interface OutageParts {
  readonly recorder: Pick<Recorder, "record" | "health">;
  readonly clock: Clock;
  readonly policyHash: () => string;
  /** Milliseconds between two attempts. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;

/**
 * Tries a record that failed again until it can be written: where readiness keeps requests away, no other entry would find out.
 * Returns how to end that; it resolves when the attempt under way has ended.
 */
export function watchOutages({
  recorder,
  clock,
  policyHash,
  everyMs = EVERY_MS,
}: OutageParts): () => Promise<void> {
  let away: number | null = null;
  let trying: Promise<void> | null = null;

  async function attempt(since: number): Promise<void> {
    const at = clock.now();
    const changes = [`the record could not be written for ${Math.max(0, Math.round((at - since) / 1000))} s`];
    const act = { id: nextEntryId(clock), at, policyHash: policyHash(), reason: null, recordCount: 0 };
    await recorder.record(systemEntry({ ...act, interaction: "system.record.restored", changes }));
    away = null;
  }

  const timer = setInterval(() => {
    if (recorder.health().failing === null && away === null) return;
    away ??= clock.now();
    trying ??= attempt(away)
      .catch(() => undefined)
      .finally(() => (trying = null));
  }, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await trying;
  };
}
