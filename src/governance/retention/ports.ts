import type { Decided, HoldScope, LegalHold, Named, Purge, RecordMonth, Tombstone } from "./types.ts";

/** Legal holds. What stands stays: a hold is opened, and released, each by somebody who is named. */
export interface HoldStore {
  /** False where a hold of this id is there already. */
  open(hold: Omit<LegalHold, "released">): Promise<boolean>;
  /** False where it is none, or released already. */
  release(id: string, release: Named): Promise<boolean>;
  /** Newest first. */
  list(): Promise<readonly LegalHold[]>;
}

/** The record by months, as far as it is kept. */
export interface RecordMonths {
  /** Oldest first. */
  months(): Promise<readonly RecordMonth[]>;
  /** Whether the month has an entry about this patient, or by this person. */
  concerns(month: RecordMonth, about: About): Promise<boolean>;
  /** From this `seq` on entries are looked at whenever the record is opened. */
  newestFrom(): Promise<number>;
  /**
   * What is known of a patient's entries; null: there is none. Acts about the keeping itself are none of them: to look at a
   * hold, or to propose that a key is destroyed, would keep everything for six years more.
   */
  patient(patientId: string): Promise<PatientEntries | null>;
  /** Whether this person did anything about this patient. */
  met(personId: string, patientId: string): Promise<boolean>;
}

/** Whom entries are about, or by. */
export type About =
  | { readonly kind: "patient"; readonly patientId: string }
  | Extract<HoldScope, { kind: "person" }>;

/** Milliseconds since 1970. */
export interface PatientEntries {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly lastDisclosureAt: number | null;
}

/** What was proposed, confirmed, and is gone. */
export interface PurgeStore {
  /** False where a proposal of this id is there already. */
  propose(purge: Omit<Purge, "confirmed" | "withdrawn">): Promise<boolean>;
  find(id: string): Promise<Purge | undefined>;
  /** Newest first. */
  list(): Promise<readonly Purge[]>;
  /** False where it is none, or was confirmed or withdrawn before. */
  withdraw(id: string, decided: Decided): Promise<boolean>;
  /**
   * Takes these months away and leaves their tombstones, all of it or nothing. Null, and nothing is done, where it was
   * confirmed or withdrawn before, or a month or the open holds are no longer as it was judged.
   */
  carryOut(purge: Purge, confirmed: Confirmation): Promise<readonly Tombstone[] | null>;
  /** Newest first. */
  tombstones(): Promise<readonly Tombstone[]>;
}

export interface Confirmation {
  readonly by: string;
  readonly at: number;
  /** As they were judged. */
  readonly months: readonly RecordMonth[];
  /** Ids of the holds that were open then. */
  readonly holds: readonly string[];
  readonly rule: string;
}
