import type { RelationFact } from "../catalogue/relations.ts";
import type { Person } from "./types.ts";

/** The workforce roster. Implemented in store/. */
export interface PeopleStore {
  find(personId: string): Promise<Person | undefined>;
  list(query: {
    readonly text?: string;
    readonly role?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly Person[]>;
  /** Adds or replaces by id, all or none; the same rows twice change nothing. */
  upsert(
    people: readonly Person[],
  ): Promise<{ readonly added: number; readonly changed: number; readonly unchanged: number }>;
}

/**
 * Who holds a fact: someone of the upstream, a whole department, the whole workforce, or a person by name.
 * Kept as the upstream says it and expanded to people when asked, so that a department's facts are stored once.
 */
export type Holder = `Practitioner/${string}` | `department/${string}` | `person/${string}` | "workforce";

export interface HeldFact extends RelationFact {
  readonly holder: Holder;
}

/** The index of relation facts. Implemented in store/, which seals the patient and the records. */
export interface RelationStore {
  /** Replaces every fact of this source in one transaction, so that a reader never sees half a sync. */
  replaceSource(source: string, facts: readonly HeldFact[], syncedAt: number): Promise<void>;
  /** Replaces this source's facts about one patient; the source's own `syncedAt` stays. */
  replacePatient(source: string, patientId: string, facts: readonly HeldFact[]): Promise<void>;
  /** Facts of any of these holders, with the source each one came by. */
  ofHolders(holders: readonly Holder[]): Promise<readonly (HeldFact & { readonly sourceId: string })[]>;
  /** Everyone who holds a fact, and how many, sorted by holder. */
  holders(): Promise<readonly { readonly holder: Holder; readonly facts: number }[]>;
  status(): Promise<readonly RelationSourceStatus[]>;
  recordSyncFailure(source: string, at: number, code: string): Promise<void>;
}

export interface RelationSourceStatus {
  /** `care-team/1-care-team-member`, `import/panel`. */
  readonly source: string;
  readonly facts: number;
  /** Who hold one, a department counted once. */
  readonly people: number;
  /** Milliseconds since 1970; null: never read. */
  readonly syncedAt: number | null;
  readonly lastFailureAt: number | null;
  /** An error code, never the upstream's text. */
  readonly lastFailure: string | null;
}
