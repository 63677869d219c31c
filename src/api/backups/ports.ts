import type { BackupRun } from "../../backup/ports.ts";
import type { BackupPast, BackupPlan, Overdue } from "../../backup/schedule.ts";

/** Backups and drills, as whoever runs the place sees them. */
export interface BackupDesk {
  /** Ids of the backups that are there, oldest first. */
  list(): Promise<readonly string[]>;
  /** What backups and drills came to, newest first. */
  runs(query: { readonly kind?: BackupRun["kind"]; readonly limit: number }): Promise<readonly BackupRun[]>;
  status(): BackupPast & { readonly overdue: Overdue; readonly plan: BackupPlan };
  /** Has it done now; returns the id of the job. */
  begin(kind: BackupRun["kind"], personId: string): Promise<string>;
}
