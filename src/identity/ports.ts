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

/** A fact as stored: bound to a person. Patient-linked fields are sealed or blinded by the implementation's caller. */
export interface PersonRelationFact extends RelationFact {
  readonly personId: string;
}

/** The index of relation facts. Implemented in store/. */
export interface RelationStore {
  /** Replaces every fact of this source in one transaction, so that a reader never sees half a sync. */
  replaceSource(source: string, facts: readonly PersonRelationFact[], syncedAt: number): Promise<void>;
  ofPerson(personId: string): Promise<readonly RelationFact[]>;
  status(): Promise<readonly RelationSourceStatus[]>;
  recordSyncFailure(source: string, at: number, code: string): Promise<void>;
}

export interface RelationSourceStatus {
  readonly source: string;
  readonly facts: number;
  readonly people: number;
  readonly syncedAt: number | null;
  readonly lastFailureAt: number | null;
  readonly lastFailure: string | null;
}
