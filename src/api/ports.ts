import type { AuditEntry } from "../audit/types.ts";
import type { RelationSourceStatus } from "../identity/ports.ts";
import type { Person } from "../identity/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Pipeline } from "../pipeline.ts";

/** What the control API stands on; wired in main.ts. */
export interface ApiDeps {
  readonly pipeline: Pipeline;
  readonly people: PeopleDesk;
  readonly relations: RelationsDesk;
  readonly record: RecordDesk;
  /** One record from the upstream, or null when there is none. */
  readonly readRecord: (type: string, id: string) => Promise<JsonObject | null>;
  readonly ready: () => Readiness;
  /** JSON Schemas of the policy files by kind. */
  readonly policySchemas: () => Readonly<Record<string, unknown>>;
  readonly home: () => string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, "ok" | "waiting" | "failing">>;
}

export interface PeopleDesk {
  list(query: {
    readonly text?: string;
    readonly role?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly Person[]>;
  /** With `preview`, says what would change and changes nothing. */
  import(csv: string, preview: boolean): Promise<ImportOutcome>;
}

export interface ImportOutcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Ids that the roster has and the file has not; proposed for offboarding, never deleted. */
  readonly missing: readonly string[];
  readonly errors: readonly RowError[];
}

export interface RowError {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly column: string | null;
  readonly message: string;
}

export interface RelationsDesk {
  status(): Promise<readonly RelationSourceStatus[]>;
  sync(): Promise<readonly RelationSourceStatus[]>;
  import(csv: string): Promise<{ readonly imported: number; readonly errors: readonly RowError[] }>;
}

export interface RecordQuery {
  readonly personId?: string;
  readonly patientId?: string;
  readonly interaction?: string;
  readonly outcome?: string;
  readonly id?: string;
  readonly from?: number;
  readonly until?: number;
  readonly after?: string;
  readonly limit: number;
}

export interface RecordDesk {
  /** Newest first. Patient-linked fields are opened only with `withPatients`. */
  search(
    query: RecordQuery,
    withPatients: boolean,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly next: string | null }>;
}
