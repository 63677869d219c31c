import type { RecordPage, RecordQuery } from "../audit/search.ts";
import type { SummaryDesk } from "../audit/summaries/desk.ts";
import type { LogDesk } from "../audit/tree/log-desk.ts";
import type { WitnessStatus } from "../audit/tree/witness-client.ts";
import type { ClientStore, ConnectionStore } from "../identity/clients/ports.ts";
import type { SegmentDefinition, SegmentMask } from "../catalogue/types.ts";
import type { ConsentDesk } from "../governance/directives/consents/desk.ts";
import type { RestrictionDesk } from "../governance/directives/restrictions/desk.ts";
import type { ShreddingDesk } from "../governance/shredding/desk.ts";
import type { LocateDesk } from "../governance/locate/desk.ts";
import type { RetentionDesk } from "../governance/retention/desk.ts";
import type { PeopleImport } from "../identity/people-import.ts";
import type { PeopleStore, RelationSourceStatus } from "../identity/ports.ts";
import type { OidcSignIn } from "../identity/oidc/ports.ts";
import type { RelationImport } from "../identity/relations/import.ts";
import type { Sessions } from "../identity/sessions/sessions.ts";
import type { Person } from "../identity/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { JobStore } from "../jobs/ports.ts";
import type { Pipeline } from "../pipeline.ts";
import type { ComparisonDesk } from "./comparison/ports.ts";
import type { DevicesDesk } from "./devices/ports.ts";
import type { EvidenceDesk } from "./evidence/ports.ts";
import type { ExplorerDesk } from "./explorer/ports.ts";
import type { HealthDesk } from "./health/ports.ts";
import type { InventoryDesk } from "./inventory/ports.ts";
import type { KeyDesk } from "./keys/ports.ts";
import type { OAuthDesk } from "./oauth/ports.ts";
import type { PolicyDraftsDesk } from "./policy-drafts/ports.ts";
import type { BackupDesk } from "./backups/ports.ts";
import type { PolicyDesk } from "./policy/ports.ts";
import type { SourcesDesk } from "./sources/ports.ts";

/** What the control API stands on; wired in main.ts. */
export interface ApiDeps {
  readonly pipeline: Pipeline;
  readonly people: PeopleDesk;
  readonly session: SessionDesk;
  readonly oauth: OAuthDesk;
  readonly clients: ClientStore;
  readonly connections: ConnectionStore;
  readonly relations: RelationsDesk;
  readonly record: RecordDesk;
  readonly recordLog: RecordLogDesk;
  readonly recordSummaries: SummaryDesk;
  readonly keys: KeyDesk;
  readonly retention: RetentionDesk;
  /** Systems whose logs come in. */
  readonly sources: SourcesDesk;
  readonly devices: DevicesDesk;
  /** Where PHI lies. */
  readonly inventory: InventoryDesk;
  readonly health: HealthDesk;
  readonly locate: LocateDesk;
  readonly restrictions: RestrictionDesk;
  readonly consents: ConsentDesk;
  readonly shreddings: ShreddingDesk;
  readonly backups: BackupDesk;
  readonly evidence: EvidenceDesk;
  readonly policyDrafts: PolicyDraftsDesk;
  readonly policyDesk: PolicyDesk;
  /** Null outside the demo: there is no side-by-side page. */
  readonly comparison: ComparisonDesk | null;
  readonly explorer: ExplorerDesk;
  /** Work that goes on after its request was answered. */
  readonly jobs: Pick<JobStore, "find" | "list" | "end">;
  /** One record from the upstream, or null when there is none. */
  readonly readRecord: (type: string, id: string) => Promise<JsonObject | null>;
  /** Segments that a record comes by through what it refers to. Throws as the upstream does. */
  readonly lentTo: (record: JsonObject, segments: readonly SegmentDefinition[]) => Promise<SegmentMask>;
  /** A check that finds nothing answers at steps of this many milliseconds; not given: at once. */
  readonly absentStepMs?: number;
  readonly ready: () => Readiness | Promise<Readiness>;
  /** JSON Schemas of the policy files by kind. */
  readonly policySchemas: () => Readonly<Record<string, unknown>>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, "ok" | "waiting" | "failing">>;
  /** Figures and codes by check. */
  readonly details?: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

export interface PeopleDesk extends Pick<PeopleStore, "list"> {
  /** With `preview`, says what would change and changes nothing. */
  import(
    csv: string,
    options: { readonly preview: boolean; readonly importer: string },
  ): Promise<PeopleImport>;
}

/** Whom people ask about privacy; null where a part is not set. */
export interface PrivacyContact {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly url: string | null;
}

/** Signing in to the console. */
export interface SessionDesk {
  readonly mode: "demo" | "production";
  /** The system that sessions come through. */
  readonly system: string;
  readonly privacyContact: PrivacyContact | null;
  readonly sessions: Sessions;
  /** Null in the demo, and where production has no client at its identity provider. */
  readonly oidc: OidcSignIn | null;
  findPerson(personId: string): Promise<Person | undefined>;
}

export interface RelationsDesk {
  status(): Promise<readonly RelationSourceStatus[]>;
  sync(): Promise<readonly RelationSourceStatus[]>;
  import(csv: string): Promise<RelationImport>;
}

/** The record as a log: proofs, and who cosigns it. */
export interface RecordLogDesk extends LogDesk {
  witnesses(): Promise<readonly WitnessStatus[]>;
}

export interface RecordDesk {
  /** Newest first. Patient-linked fields are opened only with `withPatients`. */
  search(query: RecordQuery, withPatients: boolean): Promise<RecordPage>;
}
