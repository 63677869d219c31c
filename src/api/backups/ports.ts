import type { BackupRun } from "../../backup/ports.ts";
import type { BackupPast, BackupPlan, Overdue } from "../../backup/schedule.ts";

/** Which moments the embedded database can be restored to, and how its log is kept. Times in milliseconds since 1970. */
export interface MomentStatus {
  /** Oldest first, without a gap within one. */
  readonly windows: readonly { readonly from: number; readonly until: number }[];
  /** Null: nothing is kept yet. */
  readonly keptUntil: number | null;
  /** Segments that are not yet kept. */
  readonly waiting: number;
  /** How long the oldest of them has waited. */
  readonly lagMs: number;
  /** What goes wrong now; null: nothing. */
  readonly failure: string | null;
}

/** Where backups are written, as configured: no credentials. */
export interface BackupPlace {
  readonly kind: "folder" | "s3";
  /** The folder, or `s3://BUCKET/PREFIX`. */
  readonly name: string;
  /** What the store was asked to lock backups by; null: nothing. */
  readonly lock: string | null;
}

/** Backups and drills, as whoever runs the place sees them. */
export interface BackupDesk {
  /** Ids of the backups that are there, oldest first. */
  list(): Promise<readonly string[]>;
  /** What backups and drills came to, newest first. */
  runs(query: { readonly kind?: BackupRun["kind"]; readonly limit: number }): Promise<readonly BackupRun[]>;
  status(): BackupPast & { readonly overdue: Overdue; readonly plan: BackupPlan };
  readonly place: BackupPlace;
  /** Null: the log is not kept. */
  moments(): Promise<MomentStatus | null>;
  /** Has it done now; returns the id of the job. */
  begin(kind: "backup" | "drill", personId: string): Promise<string>;
}
