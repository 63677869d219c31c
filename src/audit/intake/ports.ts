import type { RecordSource, RejectCode } from "./types.ts";

/** What has come from a source on one day (UTC). */
export interface SourceDay {
  /** Milliseconds since 1970 at which the day begins. */
  readonly day: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

/** An event that could not be taken, kept for a second look. */
export interface NewReject {
  /** The same for the same event of the same source. */
  readonly id: string;
  readonly source: string;
  readonly at: number;
  readonly place: number;
  readonly reason: RejectCode;
  /** Sealed at rest. */
  readonly raw: string;
}

/** Registered sources. Implemented in store/, checked by one contract suite. */
export interface SourceStore {
  find(id: string): Promise<RecordSource | undefined>;
  /** By id. */
  list(): Promise<readonly RecordSource[]>;
  /** False when the id is taken. */
  add(source: RecordSource): Promise<boolean>;
  /** Writes what is registered of it as its next version; false when it is not at `version` any more. */
  change(source: RecordSource, version: number): Promise<boolean>;
  /** Something came: moves `seenAt` forward and ends the silence. */
  seen(id: string, at: number): Promise<void>;
  /** Marks it silent, once; false when it is already, or has been seen after `seenAt`. */
  silence(id: string, seenAt: number | null, at: number): Promise<boolean>;
  /** Takes the mark back, so that it is made again: its entry could not be written. */
  unsilence(id: string): Promise<void>;
}

/** What has come in. Implemented in store/, checked by one contract suite. */
export interface IntakeStore {
  /** Runs alone, across processes: no other intake writes meanwhile. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Which of these entries are in the record. */
  known(entryIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Keeps them sealed; one that is there already stays as it is. */
  keepRejects(rejects: readonly NewReject[]): Promise<void>;
  countDuplicates(source: string, at: number, events: number): Promise<void>;
  /** Days from `since` on in which anything came, newest first. */
  days(source: string, since: number): Promise<readonly SourceDay[]>;
  /** Newest first, without what was sent. */
  rejects(
    source: string,
    limit: number,
  ): Promise<readonly (Omit<NewReject, "raw" | "source"> & { readonly raw: null })[]>;
  /** The rejected event as it came; undefined: there is none. */
  rejected(source: string, id: string): Promise<NewReject | undefined>;
  /** The person of our roster who is this one of the upstream, `Practitioner/7`; undefined: there is none. */
  personBy(fhirUser: string): Promise<string | undefined>;
}

/** Finds the people of our roster that a sender names. */
export interface SourcePeople {
  byUserName(userName: string): Promise<string | undefined>;
  /** By `fhirUser`: `Practitioner/7`. */
  byReference(reference: string): Promise<string | undefined>;
}
