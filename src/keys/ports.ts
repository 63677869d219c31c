import type { KeyUse } from "./key-types.ts";

/** Seals patient-linked fields. From the first migration on, nothing patient-linked is stored but through this. */
export interface Sealer {
  /** `context` is authenticated and must be given again to open: `audit_entry.patients`. */
  seal(plaintext: Uint8Array, context: string): Promise<Uint8Array>;
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
  /** Truncated HMAC for equality look-ups; namespaced, so that two columns never share an index value. */
  blindIndex(namespace: string, value: string): Uint8Array;
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
