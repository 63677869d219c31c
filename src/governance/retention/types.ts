/** How long the record is kept, what stops it from going, and what is left where it went. */

/** What a legal hold keeps. */
export type HoldScope =
  | { readonly kind: "record" }
  /** Null: the key of the patient was destroyed after the hold was released. */
  | { readonly kind: "patient"; readonly patientId: string | null }
  | { readonly kind: "person"; readonly personId: string }
  /** Half-open [from, until), milliseconds since 1970. */
  | { readonly kind: "period"; readonly from: number; readonly until: number };

export interface Named {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: string;
}

/** Why is null where it was told of a patient whose key was destroyed since. */
export interface Told extends Omit<Named, "reason"> {
  readonly reason: string | null;
}

export interface LegalHold {
  readonly id: string;
  readonly scope: HoldScope;
  readonly opened: Told;
  /** Null: it holds. */
  readonly released: Told | null;
}

/** A month of the record, which goes whole or stays. */
export interface RecordMonth {
  /** `2019-05`; with a number behind it where a month was sealed more than once: `2019-05.2`. */
  readonly id: string;
  /** Half-open, milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly entries: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** In the database, or sealed to a file. */
  readonly place: "database" | "cold";
}

/** Why something is kept. */
export interface KeepReason {
  readonly code: "retention" | "hold" | "disclosures" | "newest" | "unproven" | "no_schedule";
  /** What it rests on: a section of the CFR, or the id of a hold. */
  readonly ground: string;
  /** When it ends, in milliseconds since 1970; null: nobody can tell. */
  readonly until: number | null;
}

export interface DueMonth {
  readonly month: RecordMonth;
  /** Milliseconds since 1970; null: never. */
  readonly dueAt: number | null;
  /** Empty: it may be purged. */
  readonly reasons: readonly KeepReason[];
}

/** One person proposes, another confirms; as long as nobody did, anybody who could withdraws it. */
export interface Purge {
  readonly id: string;
  readonly months: readonly string[];
  readonly proposed: Named;
  readonly confirmed: Decided | null;
  readonly withdrawn: Decided | null;
}

/** Who decided on a purge; `at` in milliseconds since 1970. */
export interface Decided {
  readonly by: string;
  readonly at: number;
}

/** What stays of a month that was purged. */
export interface Tombstone {
  readonly purge: string;
  readonly month: RecordMonth;
  /** The class of the schedule that it was due under, and what that rests on. */
  readonly rule: string;
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly at: number;
  /** The newest signed checkpoint of the time: it states size and root of the tree. */
  readonly checkpoint: string;
}
