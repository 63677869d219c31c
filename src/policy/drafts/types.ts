import type { CellChange } from "../analyze/diff.ts";
import type { OtherChange } from "../analyze/others/types.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { EditRefusal, FileChange } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";

/** A policy as it is written, at one moment. Texts have no PHI. */
export interface PolicySnapshot {
  /** SHA-256 over paths and texts, hex. Two texts may mean the same policy; this tells them apart. */
  readonly digest: string;
  /** Hash of the policy that the texts compile to. */
  readonly policyHash: string;
  /** Sorted by path; paths are relative to the policy folder. */
  readonly files: readonly PolicyFile[];
}

/** Changes to a policy that are not in force, version by version. Nothing of it is ever changed, only added to. */
export interface Draft extends DraftHead {
  /** In order; the first has no changes. */
  readonly versions: readonly [DraftVersion, ...DraftVersion[]];
}

export interface DraftHead {
  /** UUIDv7. */
  readonly id: string;
  readonly title: string;
  /** Person id. */
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface DraftVersion {
  /** From 1; an edit names the version it was made on. */
  readonly n: number;
  readonly author: string;
  readonly at: number;
  readonly act: "start" | "edit" | "rebase" | "discard";
  /** Digest of the snapshot that the draft changes from here on. */
  readonly base: string;
  /** What this version changed. */
  readonly files: readonly FileChange[];
  /** Null when the draft does not compile. */
  readonly policyHash: string | null;
  /** The same in words, as the record has it. Ids alone. */
  readonly changes: readonly string[];
}

/** A draft as a list shows it. */
export interface DraftSummary extends DraftHead {
  readonly latest: Omit<DraftVersion, "files">;
}

/** What a draft changes, against the policy it is drafted on. */
export interface DraftComparison {
  readonly files: readonly FileDifference[];
  /** Null when the draft does not compile. */
  readonly cells: readonly CellChange[] | null;
  /** What else changes; null as above. */
  readonly others: readonly OtherChange[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FileDifference {
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  /** Unified diff with three lines of context. */
  readonly text: string;
}

/** What came of a change to a draft. Faults are thrown; everything a person can run into is here. */
export type DraftOutcome =
  | { readonly kind: "changed"; readonly draft: Draft; readonly diagnostics: readonly Diagnostic[] }
  /** The draft says so already; no version was added. */
  | { readonly kind: "unchanged"; readonly draft: Draft }
  | { readonly kind: "absent" }
  | { readonly kind: "discarded"; readonly draft: Draft }
  /** Somebody changed the draft since the version the caller saw. Nothing was lost, nothing was changed. */
  | { readonly kind: "stale"; readonly draft: Draft; readonly since: readonly DraftVersion[] }
  | { readonly kind: "refused"; readonly refusal: EditRefusal }
  /** The draft and the policy in force changed the same files. */
  | { readonly kind: "conflicts"; readonly paths: readonly string[] };
