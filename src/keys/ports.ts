import type { KeyUse } from "./key-types.ts";

/** Seals patient-linked fields. From the first migration on, nothing patient-linked is stored but through this. */
export interface Sealer {
  /** `context` is authenticated and must be given again to open: `audit_entry.patients`. */
  seal(plaintext: Uint8Array, context: string): Promise<Uint8Array>;
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
  /** Truncated HMAC for equality look-ups; namespaced, so that two columns never share an index value. */
  blindIndex(namespace: string, value: string): Uint8Array;
}

/** Wraps data keys under a key-encryption key, so that turning it touches the keys and never what they sealed. */
export interface KeyWrapper {
  /** The key-encryption key that `wrap` uses. */
  active(): string;
  /** Looks whether another process turned it. */
  refresh(): Promise<void>;
  /** `context` is authenticated. `by` names the key-encryption key, 8 hex digits. */
  wrap(key: Uint8Array, context: string): { readonly by: string; readonly wrapped: Uint8Array };
  /** @throws AppError `key_unavailable` when that key-encryption key is not here, or was destroyed. */
  unwrap(by: string, wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}

/** The key of one patient as it is kept. */
export interface StoredPatientKey {
  /** Blind index of the patient's id, 16 bytes. */
  readonly index: Uint8Array;
  /** What entries about the patient bear, 16 bytes; follows from the key, so that it is gone with it. */
  readonly handle: Uint8Array;
  /** The key-encryption key that wraps it. */
  readonly wrappedBy: string;
  readonly wrapped: Uint8Array;
  /** The patient's id, sealed under the key itself. */
  readonly sealedId: Uint8Array;
}

/** Keeps the keys of patients. Implemented in store/, checked by one contract suite. */
export interface PatientKeyStore {
  ofIndexes(indexes: readonly Uint8Array[]): Promise<readonly StoredPatientKey[]>;
  ofHandles(handles: readonly Uint8Array[]): Promise<readonly StoredPatientKey[]>;
  /**
   * Durable when it resolves. A patient who has a key by then keeps it.
   * @throws AppError `conflict`, and adds none, when one is wrapped by a key-encryption key that was turned meanwhile.
   */
  add(keys: readonly StoredPatientKey[]): Promise<void>;
  /** Nothing is added under these key-encryption keys from now on; in force for every process when it resolves. */
  retireWrapping(ids: readonly string[]): Promise<void>;
  /** Keys that another wraps, at most so many. */
  notWrappedBy(active: string, limit: number): Promise<readonly StoredPatientKey[]>;
  /** Takes `wrappedBy` and `wrapped` of keys that are there still. @throws AppError `conflict` as `add` does */
  rewrap(keys: readonly StoredPatientKey[]): Promise<void>;
  /** How many keys each key-encryption key wraps. */
  countsByWrapping(): Promise<ReadonlyMap<string, number>>;
}

/**
 * Seals what is about patients under keys of their own: it opens as long as each of them has theirs, and never again once
 * one was destroyed (45 CFR 164.310(d)(2)(i)).
 */
export interface PatientSealer {
  /** The handles of these patients, in order; a key is made, durable, for whoever has none. */
  handlesOf(patientIds: readonly string[]): Promise<readonly Uint8Array[]>;
  /** The patients of these handles, in order; null for one whose key was destroyed. */
  patientsOf(handles: readonly Uint8Array[]): Promise<readonly (string | null)[]>;
  /** What the patient is found by; null where they never had a key, or have none any more. */
  find(patientId: string): Promise<Uint8Array | null>;
  /** `seal` for these patients, at least one, each once; with the handles that open it again. */
  sealFor(
    patientIds: readonly string[],
    plaintext: Uint8Array,
    context: string,
  ): Promise<{ readonly handles: readonly Uint8Array[]; readonly sealed: Uint8Array }>;
  /** `handles` as `handlesOf` gave them, at least one. */
  seal(handles: readonly Uint8Array[], plaintext: Uint8Array, context: string): Promise<Uint8Array>;
  /** Null: a key of theirs was destroyed. @throws AppError `key_unavailable` where it does not open in this place. */
  open(handles: readonly Uint8Array[], sealed: Uint8Array, context: string): Promise<Uint8Array | null>;
  /** Drops what is held in memory of a key that was destroyed. */
  forget(handle: Uint8Array): void;
}

/**
 * What a row tells of one patient: sealed under the key of that patient, and found by its handle. Rows that are older than
 * keys of patients are sealed by the deployment, and found by a blind index.
 */
export interface AboutPatient {
  /** `context` is authenticated. */
  seal(handle: Uint8Array, text: string, context: string): Promise<Buffer>;
  /** Null: the patient's key was destroyed. @throws AppError `key_unavailable` where it does not open in this place */
  open(handle: Uint8Array, sealed: Uint8Array, context: string): Promise<string | null>;
  /** All that rows about this patient are found by; `namespace` is that of their older blind indexes. */
  indexesOf(patientId: string, namespace: string): Promise<readonly Uint8Array[]>;
}

/** Seals for the deployment, for patients, and for rows about one. */
export interface RecordSealer extends Sealer {
  readonly patients: PatientSealer;
  readonly about: AboutPatient;
}

/** Where values lie that are sealed under data keys. Tables are known to store/, which implements it. */
export interface SealedPlace {
  /** `relation facts`. */
  readonly title: string;
  /** Of which use the keys are that values lie under here. */
  readonly use: KeyUse;
  /** How many values lie under each key, by its id; null where counting is dear. */
  counts(): Promise<ReadonlyMap<string, number> | null>;
  /** Whether a value lies under this key; exact, however long it takes. */
  holds(keyId: string): Promise<boolean>;
  /**
   * Seals the values of one batch anew that lie under another key than `keyId`, which seals now. What is changed
   * meanwhile by somebody else is left to them. Null where values are only added: they stay under their key.
   */
  readonly reseal: ((keyId: string, after: string | null) => Promise<Resealed>) | null;
}

export interface Resealed {
  readonly resealed: number;
  /** Where to go on; null: this was the last batch. */
  readonly next: string | null;
}
