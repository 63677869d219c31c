import type { Transform } from "../../catalogue/transforms.ts";
import type { CellChange } from "../analyze/diff.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { GrantSource } from "../source/role.ts";
import type { CompiledPolicy } from "../types.ts";

/** One change to a policy, as a privacy officer makes it. */
export type PolicyEdit = CellEdit | GrantEdit | CeilingEdit | FileEdit;

/** Where a role stands towards a purpose: the grants that share a role, a purpose and a relation. */
export interface GrantPlace {
  readonly role: string;
  readonly purpose: string;
  /** Relation to every patient of the record, or `directory`. */
  readonly on: string;
}

/** In which form the grants of a place give one element for a use; `drop` takes it out. */
export interface CellEdit extends GrantPlace {
  readonly kind: "cell";
  readonly element: string;
  readonly as: Transform;
}

/** A whole grant: put there, put in place of the one there, or with null taken away. */
export interface GrantEdit extends GrantPlace {
  readonly kind: "grant";
  readonly grant: GrantBody | null;
}

export type GrantBody = Pick<GrantSource, "can" | "elements"> &
  Partial<Pick<GrantSource, "segments" | "systems">>;

/** What a purpose says of an element (45 CFR 164.514(d)): one list at most names it. */
export interface CeilingEdit {
  readonly kind: "ceiling";
  readonly purpose: string;
  readonly element: string;
  /** `unsaid`: on no list, so the purpose gives it only where it says no `need` at all. */
  readonly list: "need" | "mayAsk" | "never" | "unsaid";
  /** For `need` and `mayAsk`; `keep` unless said. */
  readonly as?: Exclude<Transform, "drop">;
}

/** A file written by hand; null takes it out. */
export interface FileEdit {
  readonly kind: "file";
  /** Relative to the policy folder: `roles/biller.yaml`. */
  readonly path: string;
  readonly text: string | null;
}

/** A file as an edit leaves it; null where it is gone. */
export interface FileChange {
  readonly path: string;
  readonly text: string | null;
}

/** A policy after an edit. */
export interface Edited {
  /** Files whose text differs, sorted by path; empty when the policy said so already. */
  readonly files: readonly FileChange[];
  /** Null after an edit by hand that does not compile. */
  readonly policy: CompiledPolicy | null;
  /** Of the whole policy after the edit. */
  readonly diagnostics: readonly Diagnostic[];
  /** Cells gained, lost or changed; null when the policy before or after it does not compile. */
  readonly cells: readonly CellChange[] | null;
}

export type RefusalCode =
  | "policy_invalid"
  | "role_unknown"
  | "purpose_unknown"
  | "element_unknown"
  | "grant_absent"
  | "grant_ambiguous"
  | "beyond_ceiling"
  | "role_never"
  | "cannot_join"
  | "purpose_never"
  | "need_absent"
  | "need_empty"
  | "path_invalid"
  | "file_absent"
  | "file_too_long"
  | "policy_too_long"
  | "text_invalid"
  | "beyond_the_edit";

/** Why an edit was not made. Nothing changed. */
export interface EditRefusal {
  readonly code: RefusalCode;
  /** One line, ids in backticks. */
  readonly message: string;
  readonly hint: string | null;
  /** What the policy would have said; empty where the edit itself makes no sense. */
  readonly diagnostics: readonly Diagnostic[];
}
