import type { RelationSourceStatus } from "../identity/ports.ts";
import { planSources } from "../identity/relations/plan.ts";
import type { CompiledPolicy } from "../policy/types.ts";

/** Something that a report reads and that could not be read whole. A report with a gap is refused: it would show less than the truth. */
export interface Gap {
  /** `care-team/1-care-team-member`, `roster`, `census`. */
  readonly source: string;
  readonly why: "never-read" | "stale" | "failed";
  /** An error code, where one is known. */
  readonly code: string | null;
}

/**
 * Sources of relation facts that are not whole now: never read, older than their relation allows, or failed since
 * they were last read. Relations that permit nothing are left out. `now` in milliseconds since 1970.
 */
export function gapsIn(
  policy: CompiledPolicy,
  status: readonly RelationSourceStatus[],
  now: number,
): readonly Gap[] {
  const bySource = new Map(status.map((one) => [one.source, one]));
  const permitting = [...policy.relations.values()].filter(({ permits }) => permits);
  return planSources(permitting).flatMap(({ id, relation }) => {
    const why = reasonOf(bySource.get(id), relation.staleAfterMs, now);
    return why === null ? [] : [{ source: id, why, code: bySource.get(id)?.lastFailure ?? null }];
  });
}

function reasonOf(
  status: RelationSourceStatus | undefined,
  staleAfterMs: number,
  now: number,
): Gap["why"] | null {
  const { syncedAt = null, lastFailureAt = null } = status ?? {};
  if (lastFailureAt !== null && (syncedAt === null || lastFailureAt > syncedAt)) return "failed";
  if (syncedAt === null) return "never-read";
  return now - syncedAt > staleAfterMs ? "stale" : null;
}
