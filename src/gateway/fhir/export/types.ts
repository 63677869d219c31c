import type { StandingCaller } from "../../../identity/standing-caller.ts";
import type { Caller } from "../../../identity/types.ts";
import type { JobFiles, JobStore } from "../../../jobs/ports.ts";
import type { ReasonCode } from "../../../kernel/reasons.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";

export type { StandingCaller } from "../../../identity/standing-caller.ts";

/** The kind of job that a bulk export is. */
export const EXPORT_KIND = "fhir.export";

/** One type of an export. */
export interface ExportType {
  readonly type: string;
  /** Any of these searches; empty: every record. */
  readonly filters: readonly (readonly QueryPair[])[];
  /** Members of the resource asked for; null: all that may be seen. */
  readonly elements: readonly string[] | null;
}

/** An export as its job keeps it, sealed: FHIR Bulk Data Access 2.0. */
export interface ExportTask {
  /** The URL asked for. */
  readonly request: string;
  /** The entry of the kick-off: all others of this export are parts of it. */
  readonly intent: string;
  readonly caller: StandingCaller;
  /** Fingerprint of person, purpose, case, system and channel: who else asks is told of no job. */
  readonly asker: string;
  /** Fingerprint of everything the decision rests on; when it is another, the export has ended. */
  readonly binding: string;
  readonly types: readonly ExportType[];
  readonly patients: readonly string[];
  /** Patients of one step. */
  readonly batch: number;
  /** Whether records without patients are exported too. */
  readonly directory: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface ExportLimits {
  /** Patients of one export. Counts relation facts. */
  readonly patients: number;
  /** Patients of one step. */
  readonly batch: number;
  /** Records of one file. */
  readonly records: number;
  /** Exports of one person that go on at once. */
  readonly running: number;
  /** How long the files stand, in milliseconds from the kick-off. */
  readonly keepMs: number;
}

/** What exports stand on; wired in main.ts. */
export interface ExportDesk {
  readonly jobs: JobStore;
  readonly files: JobFiles;
  readonly limits: ExportLimits;
  newId(): string;
  /** Who started an export, as they stand now: role, client and all; why not, once they may come in no more. `since` is the kick-off. */
  standing(caller: StandingCaller, since: number): Promise<Result<Caller, ReasonCode>>;
  /** Told that there is a job to do. */
  wake(): void;
}
