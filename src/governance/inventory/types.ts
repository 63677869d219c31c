/** What a person says of encryption. Nothing of it was measured. */
export interface ProtectionStatement {
  readonly encrypted: Encrypted;
  /** By what, in their words; empty: they do not say. */
  readonly how: string;
  /** Who said so. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type Encrypted = "yes" | "no" | "unknown";

/** `absent`: a person says that there is none here. */
export type SystemStanding = "in-use" | "absent" | "retired";

export const SYSTEM_KINDS = [
  "application",
  "voicemail",
  "fax",
  "email",
  "shared-drive",
  "spreadsheet",
  "bi-extract",
  "vendor-portal",
  "backup-media",
  "disk",
  "paper",
  "other",
] as const;

export type SystemKind = (typeof SYSTEM_KINDS)[number];

/** What a person says of a system or store that holds PHI. */
export interface SystemWords {
  /** Lower-case letters, digits and hyphens; stands in the record. */
  readonly id: string;
  readonly name: string;
  readonly kind: SystemKind;
  readonly standing: SystemStanding;
  /** The person or office that answers for it. */
  readonly owner: string;
  readonly location: string;
  /** Inventory categories 1–20 that it holds, ascending. */
  readonly categories: readonly number[];
  /** Who receives from it. */
  readonly recipients: readonly string[];
  /** The business associate that runs it; null: nobody outside does. */
  readonly vendor: string | null;
  /** How long what it holds is kept, and what becomes of it then. */
  readonly retention: string;
  /** Null: nobody has said. */
  readonly inTransit: Pick<ProtectionStatement, "encrypted" | "how"> | null;
  readonly atRest: Pick<ProtectionStatement, "encrypted" | "how"> | null;
}

/** A system as it stands in the register. Times are milliseconds since 1970. */
export interface StatedSystem extends Omit<SystemWords, "inTransit" | "atRest"> {
  readonly inTransit: ProtectionStatement | null;
  readonly atRest: ProtectionStatement | null;
  readonly addedBy: string;
  readonly addedAt: number;
  readonly changedBy: string;
  readonly changedAt: number;
  /** Who last said that all of it is still right. */
  readonly confirmedBy: string;
  readonly confirmedAt: number;
  /** From 1; of two changes made on one version the second is refused. */
  readonly version: number;
}
