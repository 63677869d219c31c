import type { Visitor, Visits } from "../../api/health/ports.ts";
import type { Clock } from "../../kernel/clock.ts";

const VISIT_MS = 30 * 60_000;
/** More at once than an organization has administrators; the oldest goes first. */
const MOST = 1_000;

/** Visits in memory: after a restart the next look is the first of another. */
export function createVisits(clock: Clock): Visits {
  const begun = new Map<string, { readonly key: string; readonly until: number }>();
  return {
    begin(entryId, visitor) {
      begun.set(entryId, { key: keyOf(visitor), until: clock.now() + VISIT_MS });
      const [oldest] = begun.keys();
      if (begun.size > MOST && oldest !== undefined) begun.delete(oldest);
    },
    goesOn(entryId, visitor) {
      const visit = begun.get(entryId);
      return visit !== undefined && visit.until > clock.now() && visit.key === keyOf(visitor);
    },
  };
}

function keyOf({ personId, sessionId, purpose }: Visitor): string {
  return JSON.stringify([personId, sessionId, purpose]);
}
