/** `destroyed`: the key is gone, other keys are being wrapped anew; `done`: it opens from no backup either. */
export type ShreddingState = "proposed" | "withdrawn" | "approved" | "destroyed" | "done";

/** The destruction of a patient's key. Times in milliseconds since 1970. */
export interface Shredding {
  /** A UUID that the client gives, so that sending it twice makes one. */
  readonly id: string;
  /** Null once the key is destroyed: nobody can tell any more. */
  readonly patientId: string | null;
  /** In whose words and on what ground; sealed at rest. It stays: whoever writes it leaves the patient out. */
  readonly reason: string;
  readonly state: ShreddingState;
  readonly proposedBy: string;
  /** Roles it was proposed in: the approver has another. */
  readonly proposedAs: readonly string[];
  readonly proposedAt: number;
  /** Who approved or withdrew it. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly destroyedAt: number | null;
  readonly doneAt: number | null;
  /** What lay under the key when it was approved; null: not approved, or not counted then. */
  readonly sealed: SealedCounts | null;
}

/** How much lies under the key of one patient, by kind. */
export interface SealedCounts {
  /** Entries of the record in the database, and in sealed months at most up to a bound. */
  readonly entries: number;
  readonly entriesInFiles: number;
  /** Restrictions and consents. */
  readonly directives: number;
  readonly relationFacts: number;
}

/** What stands in the way of destroying a key right now, and what would go with it. */
export interface ShreddingStanding {
  /** False: nothing is sealed under a key of this patient. */
  readonly hasKey: boolean;
  /** Id of an open shredding of the patient; null: there is none. */
  readonly open: string | null;
  readonly reasons: readonly KeepReason[];
  readonly sealed: SealedCounts;
}

/** Why what is about a patient has to be kept still, as retention says it. */
export interface KeepReason {
  readonly code: "retention" | "hold" | "disclosures" | "newest" | "unproven" | "no_schedule";
  /** What it rests on: a section of the CFR, or the id of a hold. */
  readonly ground: string;
  /** Milliseconds since 1970; null: nobody can tell. */
  readonly until: number | null;
}

/** Who acts, and as what. */
export interface ShreddingActor {
  readonly personId: string;
  readonly roles: readonly string[];
}

/** Why a change was not made. Nothing was changed then. */
export interface ShreddingRefusal {
  readonly code: "must_be_kept" | "no_key" | "second_person" | "wrong_state";
  /** One line, lower-case, without anything of the patient. */
  readonly message: string;
  readonly hint: string;
}

export type ShreddingOutcome =
  | { readonly kind: "changed"; readonly shredding: Shredding }
  /** The same was sent before: there is nothing to do. */
  | { readonly kind: "unchanged"; readonly shredding: Shredding }
  | { readonly kind: "absent" }
  /** The id stands for something else, or somebody else acted meanwhile. */
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly refusal: ShreddingRefusal };
