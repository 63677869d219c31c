import type { ColumnType, GeneratedAlways } from "kysely";
import type { SourceKind, SourceRules } from "../audit/intake/types.ts";
import type { WipeState } from "../governance/devices/types.ts";
import type { ProtectionStatement, SystemKind, SystemStanding } from "../governance/inventory/types.ts";
import type { ClientAuthentication, ClientKind, ClientRecipient } from "../identity/clients/ports.ts";
import type {
  AuditEntryTable,
  LegalHoldReleaseTable,
  LegalHoldTable,
  RecordCheckpointTable,
  RecordColdTable,
  RecordCosignatureTable,
  RecordPurgeConfirmedTable,
  RecordPurgeWithdrawnTable,
  RecordPurgeTable,
  RecordTileTable,
  RecordTombstoneTable,
  RecordTreeTable,
} from "./schema-of-record.ts";
import type { SealedCounts } from "../governance/shredding/types.ts";
import type { EvidenceArtifactTable, EvidenceContentTable } from "./evidence/schema.ts";

/** The tables as Kysely sees them; `schema.sql` shows them as PostgreSQL does. */
export interface Schema {
  readonly deployment: DeploymentTable;
  readonly person: PersonTable;
  readonly session: SessionTable;
  readonly client: ClientTable;
  readonly connected_app: ConnectedAppTable;
  readonly revoked_token: RevokedTokenTable;
  readonly relation_fact: RelationFactTable;
  readonly relation_source: RelationSourceTable;
  readonly audit_entry: AuditEntryTable;
  readonly patient_key: PatientKeyTable;
  readonly patient_key_retired_wrapping: { readonly id: string };
  readonly shredding: ShreddingTable;
  readonly backup_run: BackupRunTable;
  readonly record_tree: RecordTreeTable;
  readonly record_checkpoint: RecordCheckpointTable;
  readonly record_tile: RecordTileTable;
  readonly record_cosignature: RecordCosignatureTable;
  readonly policy_source: PolicySourceTable;
  readonly policy_draft: PolicyDraftTable;
  readonly policy_draft_version: PolicyDraftVersionTable;
  readonly patient_directive: PatientDirectiveTable;
  readonly patient_directive_act: PatientDirectiveActTable;
  readonly locate_attempt: LocateAttemptTable;
  readonly locate_lock: LocateLockTable;
  readonly job: JobTable;
  readonly job_part: JobPartTable;
  readonly record_cold: RecordColdTable;
  readonly legal_hold: LegalHoldTable;
  readonly legal_hold_release: LegalHoldReleaseTable;
  readonly record_purge: RecordPurgeTable;
  readonly record_purge_confirmed: RecordPurgeConfirmedTable;
  readonly record_purge_withdrawn: RecordPurgeWithdrawnTable;
  readonly record_tombstone: RecordTombstoneTable;
  readonly record_source: RecordSourceTable;
  readonly intake_event: IntakeEventTable;
  readonly intake_reject: IntakeRejectTable;
  readonly intake_duplicate: IntakeDuplicateTable;
  readonly device: DeviceTable;
  readonly device_wipe: DeviceWipeTable;
  readonly device_event: DeviceEventTable;
  readonly inventory_system: InventorySystemTable;
  readonly evidence_artifact: EvidenceArtifactTable;
  readonly evidence_content: EvidenceContentTable;
}

export interface DeploymentTable {
  readonly singleton: ColumnType<boolean, never, never>;
  readonly key_check: Buffer;
}

export interface PersonTable {
  readonly id: string;
  readonly display_name: string;
  readonly roles: string[];
  readonly fhir_user: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly active: boolean;
}

export interface SessionTable {
  /** SHA-256 of the cookie's secret. */
  readonly id: Buffer;
  readonly person_id: string;
  readonly method: "demo" | "oidc";
  /** Milliseconds since 1970, as are the next three; the driver reads bigint as text. */
  readonly made_at: string;
  readonly seen_at: string;
  readonly ends_at: string;
  readonly revoked_at: string | null;
}

export interface RelationFactTable {
  readonly id: GeneratedAlways<string>;
  readonly source: string;
  readonly holder: string;
  readonly relation: string;
  /** Blind index of the patient. */
  readonly patient_index: Buffer;
  /** Patient, records and the record it was read from. */
  readonly sealed: Buffer;
  /** Milliseconds since 1970, as are the next two; the driver reads bigint as text. */
  readonly valid_from: string;
  readonly valid_until: string;
  readonly synced_at: string;
}

export interface RelationSourceTable {
  readonly source: string;
  readonly synced_at: string | null;
  readonly last_failure_at: string | null;
  readonly last_failure: string | null;
}

export interface PatientKeyTable {
  readonly patient_index: ColumnType<Buffer, Buffer, never>;
  readonly handle: ColumnType<Buffer, Buffer, never>;
  readonly wrapped_by: string;
  readonly wrapped: Buffer;
  readonly sealed_id: ColumnType<Buffer, Buffer, never>;
}

export interface BackupRunTable {
  readonly seq: GeneratedAlways<string>;
  readonly id: string;
  readonly kind: "backup" | "drill" | "base" | "moment";
  readonly backup_id: string | null;
  readonly asked_by: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly tables: number;
  readonly rows: string;
  readonly tree_size: string | null;
  readonly tree_root: string | null;
  readonly failure: string | null;
  readonly moment: string | null;
}

export interface ShreddingTable {
  readonly seq: GeneratedAlways<string>;
  readonly id: string;
  readonly handle: Buffer;
  readonly reason: Buffer;
  readonly state: "proposed" | "withdrawn" | "approved" | "destroyed" | "done";
  readonly proposed_by: string;
  readonly proposed_as: string[];
  readonly proposed_at: string;
  readonly decided_by: ColumnType<string | null, string | undefined>;
  readonly decided_at: ColumnType<string | null, string | undefined>;
  readonly destroyed_at: ColumnType<string | null, string | undefined>;
  readonly done_at: ColumnType<string | null, string | undefined>;
  readonly sealed_counts: ColumnType<SealedCounts | null, string | undefined, string>;
}

export interface PolicySourceTable {
  readonly digest: string;
  readonly policy_hash: string;
  readonly files: ColumnType<readonly { path: string; text: string }[], string, never>;
}

export interface PolicyDraftTable {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly created_at: Date;
}

export interface PolicyDraftVersionTable {
  readonly draft: string;
  readonly n: number;
  readonly author: string;
  readonly at: Date;
  readonly act: string;
  /** Digest of a `policy_source`. */
  readonly base: string;
  readonly files: ColumnType<Record<string, string | null>, string, never>;
  readonly policy_hash: string | null;
  readonly changes: string[];
}

export interface ClientTable {
  readonly id: string;
  readonly title: string;
  readonly kind: ClientKind;
  readonly owner: string;
  readonly acts_as: string | null;
  readonly issuer: string | null;
  readonly system: string | null;
  readonly channels: string[];
  readonly purposes: string[];
  readonly discloses: ColumnType<ClientRecipient | null, string | null, string | null>;
  readonly scopes: string[] | null;
  readonly authentication: ColumnType<ClientAuthentication, string, string>;
  /** Milliseconds since 1970, as is the next; the driver reads bigint as text. */
  readonly ends_at: string;
  readonly disabled_at: string | null;
  readonly version: number;
  readonly asserts_device: boolean;
}

export interface ConnectedAppTable {
  readonly person_id: string;
  readonly client_id: string;
  /** Milliseconds since 1970, as are the times below; the driver reads bigint as text. */
  readonly since: string;
  readonly used_at: string;
  readonly scopes: string[] | null;
  readonly purpose: string | null;
  readonly revoked_at: string | null;
}

export interface RevokedTokenTable {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly until: string;
}

export interface PatientDirectiveTable {
  readonly seq: GeneratedAlways<string>;
  readonly id: string;
  readonly kind: "restriction" | "part2-consent";
  /** Blind index of the patient. */
  readonly patient_index: Buffer;
  /** Patient and terms. */
  readonly sealed: Buffer;
}

export interface PatientDirectiveActTable {
  readonly seq: GeneratedAlways<string>;
  readonly directive: string;
  readonly n: number;
  readonly kind: string;
  readonly person_id: string;
  /** Milliseconds since 1970; the driver reads bigint as text. */
  readonly at: string;
  readonly sealed: Buffer | null;
}

export interface LocateAttemptTable {
  readonly id: GeneratedAlways<string>;
  readonly person_id: string;
  /** Milliseconds since 1970; the driver reads bigint as text. */
  readonly at: string;
  readonly missed: ColumnType<boolean, never, boolean>;
}

export interface LocateLockTable {
  readonly id: string;
  readonly person_id: string;
  /** Milliseconds since 1970, as is the next but one; the driver reads bigint as text. */
  readonly locked_at: string;
  readonly misses: number;
  readonly unlocked_at: string | null;
  readonly unlocked_by: string | null;
  /** Sealed. */
  readonly why: Buffer | null;
}

export interface JobTable {
  readonly id: string;
  readonly kind: string;
  readonly person_id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly step: number;
  readonly steps: number;
  /** Milliseconds since 1970, as are the next two; the driver reads bigint as text. */
  readonly made_at: string;
  readonly changed_at: string;
  readonly ends_at: string;
  /** By the database's clock, which all processes share. */
  readonly lease_until: Date | null;
  readonly task: Buffer | null;
}

export interface JobPartTable {
  readonly job: string;
  readonly n: number;
  readonly title: string;
  readonly records: number;
}

export interface RecordSourceTable {
  readonly id: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly owner: string;
  readonly rules: ColumnType<SourceRules, string, string>;
  /** Milliseconds, as are the times below since 1970; the driver reads bigint as text. */
  readonly interval_ms: string;
  readonly added_at: string;
  readonly seen_at: string | null;
  readonly silent_since: string | null;
  readonly disabled_at: string | null;
  readonly version: number;
}

/** Written by the database itself with the entry. */
export interface IntakeEventTable {
  readonly entry_id: ColumnType<string, never, never>;
  readonly source: ColumnType<string, never, never>;
  readonly at: ColumnType<Date, never, never>;
}

export interface IntakeRejectTable {
  readonly id: string;
  readonly source: string;
  /** Milliseconds since 1970; the driver reads bigint as text. */
  readonly at: string;
  readonly place: number | null;
  readonly reason: string;
  readonly sealed: Buffer;
}

export interface IntakeDuplicateTable {
  readonly source: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly events: string;
}

export interface DeviceTable {
  readonly id: string;
  readonly owner: string;
  readonly platform: string;
  readonly serial: string | null;
  readonly encrypted: boolean | null;
  readonly compliant: boolean | null;
  /** Milliseconds since 1970, as is the next; the driver reads bigint as text. */
  readonly seen_at: string | null;
  readonly changed_at: string;
  readonly kind: string;
  /** Milliseconds since 1970, as is the next but one. */
  readonly stated_at: string | null;
  readonly source: string;
  readonly wiped_at: string | null;
}

export interface DeviceEventTable {
  readonly manager: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly came_at: string;
}

export interface DeviceWipeTable {
  readonly id: string;
  readonly device: string;
  readonly asked_by: string;
  /** Sealed. */
  readonly reason: Buffer;
  /** Milliseconds since 1970, as is the next; the driver reads bigint as text. */
  readonly asked_at: string;
  readonly changed_at: string;
  readonly state: WipeState;
  readonly attempts: number;
}

export interface InventorySystemTable {
  readonly id: string;
  readonly name: string;
  readonly kind: SystemKind;
  readonly standing: SystemStanding;
  readonly owner: string;
  readonly location: string;
  readonly categories: number[];
  readonly recipients: string[];
  readonly vendor: string | null;
  readonly retention: string;
  /** Written as JSON text. */
  readonly in_transit: ColumnType<ProtectionStatement | null, string | null, string | null>;
  readonly at_rest: ColumnType<ProtectionStatement | null, string | null, string | null>;
  readonly added_by: string;
  /** Milliseconds since 1970, as are the times below; the driver reads bigint as text. */
  readonly added_at: string;
  readonly changed_by: string;
  readonly changed_at: string;
  readonly confirmed_by: string;
  readonly confirmed_at: string;
  readonly version: number;
}
