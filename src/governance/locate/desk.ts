import type { Catalogue } from "../../catalogue/types.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { nextStep } from "../../kernel/next-step.ts";
import type { Permitted } from "../../pipeline.ts";
import type { FhirProjection, ProjectionContext } from "../../projection/types.ts";
import { findPatient } from "./find.ts";
import type { LocateStore, PatientSource } from "./ports.ts";
import { type Located, type LocateKey, type LocateLock, limitsOf } from "./types.ts";

/** What locating is wired from. */
export interface LocateParts {
  readonly store: LocateStore;
  readonly source: PatientSource;
  readonly projectionOf: (catalogue: Catalogue) => FhirProjection;
  readonly projectionContext: (permitted: Permitted) => ProjectionContext;
  readonly now: () => number;
  readonly nextId: () => string;
  /** Found or not, the answer comes at a multiple of this many milliseconds; 0: at once. */
  readonly stepMs: number;
}

/** Finding one patient by exact key, and the locks of who did not find too often. */
export interface LocateDesk {
  /**
   * For a decision with the capability `locate`. Reasons: `locate_locked`, `locate_limited`, and one `not_found` for
   * nobody, several, and somebody the grant does not show.
   */
  locate(permitted: Permitted, key: LocateKey): Promise<Located | Reason>;
  /** Open locks, the oldest first. */
  locks(): Promise<readonly LocateLock[]>;
  /** Closes a lock. Reasons: `not_found`; `no_grant` for one's own. */
  unlock(lockId: string, by: string, why: string): Promise<LocateLock | Reason>;
}

/**
 * INVARIANT: a lookup counts as a miss from before it is made until it has found somebody, so that neither a fault, nor a
 * restart, nor many at once look up more than the limit in vain.
 */
export function createLocateDesk(parts: LocateParts): LocateDesk {
  const { store } = parts;
  return {
    locate: (permitted, key) => locate(parts, permitted, key),
    locks: () => store.openLocks(),
    async unlock(lockId, by, why) {
      const lock = (await store.openLocks()).find(({ id }) => id === lockId);
      if (lock === undefined) return because("not_found");
      if (lock.personId === by) return because("no_grant", null, "nobody unlocks their own right");
      const closed = await store.unlock(lockId, { personId: by, why, at: parts.now() });
      return closed ? lock : because("not_found");
    },
  };
}

async function locate(parts: LocateParts, permitted: Permitted, key: LocateKey): Promise<Located | Reason> {
  const begun = performance.now();
  const { caller, policy } = permitted;
  const limits = limitsOf(policy.org);
  const attempt = await parts.store.begin(caller.person.id, parts.now(), limits);
  if (attempt === "locked") return because("locate_locked");
  if (attempt === "exhausted") return because("locate_limited");
  const sight = {
    projection: parts.projectionOf(policy.catalogue),
    context: parts.projectionContext(permitted),
  };
  const found = await findPatient(parts.source, sight, key, permitted);
  if (found === null) await parts.store.settleMiss(attempt, parts.now(), limits, parts.nextId());
  else await parts.store.settleHit(attempt);
  await nextStep(begun, parts.stepMs);
  return found ?? because("not_found");
}
