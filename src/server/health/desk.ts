import type { HealthDesk, HealthReport, HealthRow, HealthState } from "../../api/health/ports.ts";
import type { Clock } from "../../kernel/clock.ts";
import { type Finding, lookAt, type Probe } from "./probe.ts";
import { createVisits } from "./visits.ts";

/** Who asks within this time is given what was found last. Milliseconds. */
const FRESH_MS = 2_000;

export interface OpenHealth extends HealthDesk {
  /** Looks by itself, so that `since` does not depend on who looks. @returns what ends it */
  watch(everyMs: number): () => Promise<void>;
}

/** Looks at every part at once, and remembers since when each is as it is. */
export function createHealthDesk(probes: readonly Probe[], clock: Clock): OpenHealth {
  const seen = new Map<string, { readonly state: HealthState; readonly since: number }>();
  let last: HealthReport | undefined;
  let looking: Promise<HealthReport> | undefined;

  const rowOf = (probe: Probe, { state, found, next, since, figures }: Finding): HealthRow => {
    const before = seen.get(probe.id);
    const from = since ?? (before?.state === state ? before.since : clock.now());
    seen.set(probe.id, { state, since: from });
    const { id, title, area } = probe;
    return { id, title, area, state, found, next: next ?? null, since: from, figures: figures ?? {} };
  };

  async function lookNow(): Promise<HealthReport> {
    const findings = await Promise.all(
      probes.map(async (probe) => ({ probe, finding: await lookAt(probe) })),
    );
    last = { at: clock.now(), rows: findings.map(({ probe, finding }) => rowOf(probe, finding)) };
    return last;
  }

  const look = async (): Promise<HealthReport> => {
    if (last !== undefined && clock.now() - last.at < FRESH_MS) return last;
    looking ??= lookNow().finally(() => (looking = undefined));
    return looking;
  };

  return {
    look,
    visits: createVisits(clock),
    watch: (everyMs) => {
      const timer = setInterval(() => void look(), everyMs);
      void look();
      return async () => {
        clearInterval(timer);
        await looking;
      };
    },
  };
}
