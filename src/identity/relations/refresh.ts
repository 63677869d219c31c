import type { Clock } from "../../kernel/clock.ts";

/** How often the upstream may be asked for single patients. */
export interface RefreshLimits {
  /** The same patient again only after this long, in milliseconds. */
  readonly perPatientMs: number;
  /** Patients in any one second, over all callers. */
  readonly perSecond: number;
}

export const REFRESH_LIMITS: RefreshLimits = { perPatientMs: 60_000, perSecond: 5 };

/**
 * Lets a refresh through or not (REL-8). Remembers the patients of the last `perPatientMs` alone, of whom the overall
 * limit admits a bounded number.
 */
export function createRefreshGate(
  clock: Clock,
  limits: RefreshLimits = REFRESH_LIMITS,
): (patientId: string) => boolean {
  const admitted = new Map<string, number>();
  let second = { start: -Infinity, count: 0 };

  return (patientId) => {
    const now = clock.now();
    for (const [patient, at] of admitted) {
      if (now - at < limits.perPatientMs) break;
      admitted.delete(patient);
    }
    if (now - second.start >= 1_000) second = { start: now, count: 0 };
    if (admitted.has(patientId) || second.count >= limits.perSecond) return false;
    second.count += 1;
    admitted.set(patientId, now);
    return true;
  };
}
