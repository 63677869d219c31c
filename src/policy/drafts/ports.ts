import type { Result } from "../../kernel/result.ts";
import type { CellChange } from "../analyze/diff.ts";
import type { OtherChange } from "../analyze/others/types.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { Edited, EditRefusal, PolicyEdit } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";
import type { Draft, DraftHead, DraftSummary, DraftVersion, PolicySnapshot } from "./types.ts";

/** Drafts, added to and never changed. Implemented in store/, checked by one contract suite. */
export interface DraftStore {
  /** Keeps a new draft with its first version, and the policy it changes. */
  start(head: DraftHead, first: DraftVersion, base: PolicySnapshot): Promise<void>;
  /** False, and nothing is kept, when the draft has a version of that number. `base`: one not kept before. */
  append(draftId: string, version: DraftVersion, base?: PolicySnapshot): Promise<boolean>;
  find(draftId: string): Promise<Draft | undefined>;
  /** Newest first, by id. */
  list(query: DraftQuery): Promise<readonly DraftSummary[]>;
  snapshot(digest: string): Promise<PolicySnapshot | undefined>;
}

export interface DraftQuery {
  readonly status?: "open" | "discarded";
  /** Goes on after this id. */
  readonly after?: string;
  readonly limit: number;
}

/**
 * Where policies are compiled and compared. It takes a third of a second and more, so it is not done where requests are
 * answered.
 */
export interface PolicyBench {
  edit(files: readonly PolicyFile[], edit: PolicyEdit): Promise<Result<BenchEdited, EditRefusal>>;
  compare(before: readonly PolicyFile[], after: readonly PolicyFile[]): Promise<BenchComparison>;
}

/** Plain data: it comes from another thread. */
export interface BenchEdited extends Pick<Edited, "files" | "diagnostics" | "cells"> {
  readonly policyHash: string | null;
  /** What else differs; null as the cells are. */
  readonly others: readonly OtherChange[] | null;
}

export interface BenchComparison {
  /** Of the policy after; null when it does not compile. */
  readonly policyHash: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Null when one of the two does not compile. */
  readonly cells: readonly CellChange[] | null;
  /** Beside the cells; null as they are. */
  readonly others: readonly OtherChange[] | null;
}
