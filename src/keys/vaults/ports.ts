/** What holds the root key. */
export type VaultKind = "local" | "pkcs11" | "aws-kms" | "vault-transit";

export interface VaultState {
  readonly kind: VaultKind;
  /** Which root key of which vault: a fingerprint, a label, an ARN, an address. Never a secret. */
  readonly name: string;
  /** Whether it answers now. */
  readonly ok: boolean;
  /** Why it does not, one line; null when it does. */
  readonly detail: string | null;
}

/**
 * Holds the root key and never gives it out: data keys go in and come back wrapped (45 CFR 164.312(a)(2)(iv),
 * NIST SP 800-57 part 1 rev. 5 section 6.2.3). Checked by one contract suite on every implementation.
 */
export interface KeyVault {
  readonly kind: VaultKind;
  /** Asks the vault; never rejects. */
  describe(): Promise<VaultState>;
  /**
   * Wraps a key of 32 bytes. `context` is authenticated and must be given again to unwrap.
   * @throws AppError `key_unavailable` with what to do
   */
  wrap(key: Uint8Array, context: string): Promise<Uint8Array>;
  /** @throws AppError `key_unavailable` under another root key, in another context, after any change, or without an answer */
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
  /** Only where the root key is ours to replace; elsewhere the vault's own administrator rotates it. */
  readonly rotation?: RootRotation;
}

/** A crash between the two leaves both root keys, and nothing that neither opens. */
export interface RootRotation {
  /** From now on a new root key wraps, and the old ones still unwrap. */
  begin(): Promise<void>;
  /** Forgets every root key but the newest. */
  finish(): Promise<void>;
}
