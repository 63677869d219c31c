/** When backups and drills are due, and when their absence is an alarm. Milliseconds throughout. */

export interface BackupPlan {
  /** Backups that stay; older ones are removed, but never the newest that a drill brought back. */
  readonly keep: number;
  /** A drill is due so long after the last that came back whole. */
  readonly drillEveryMs: number;
  /** Beyond what is due, how much later it is an alarm. */
  readonly graceMs: number;
}

const DAY_MS = 86_400_000;

/** Daily backups, two weeks of them; a drill each week (45 CFR 164.308(a)(7)(ii)(D) asks for periodic testing). */
export const PLAN: BackupPlan = { keep: 14, drillEveryMs: 7 * DAY_MS, graceMs: DAY_MS };

/** What is known of the past; null: there was none. */
export interface BackupPast {
  readonly lastBackupAt: number | null;
  /** The last drill that brought everything back. */
  readonly lastDrillAt: number | null;
  /** When backups began to be made here. */
  readonly since: number;
}

export interface Overdue {
  readonly backup: boolean;
  readonly drill: boolean;
}

export function isDrillDue({ lastDrillAt }: BackupPast, { drillEveryMs }: BackupPlan, now: number): boolean {
  // A day's tolerance, so that a weekly drill of a nightly job stays on its weekday.
  return lastDrillAt === null || now - lastDrillAt >= drillEveryMs - DAY_MS / 2;
}

export function overdueOf(
  { lastBackupAt, lastDrillAt, since }: BackupPast,
  { drillEveryMs, graceMs }: BackupPlan,
  now: number,
): Overdue {
  return {
    backup: now - (lastBackupAt ?? since) > DAY_MS + graceMs,
    drill: now - (lastDrillAt ?? since) > drillEveryMs + graceMs,
  };
}

/** Ids that are to be removed, of all, oldest first. */
export function surplus(
  ids: readonly string[],
  provenId: string | null,
  { keep }: Pick<BackupPlan, "keep">,
): readonly string[] {
  return ids.slice(0, Math.max(0, ids.length - keep)).filter((id) => id !== provenId);
}
