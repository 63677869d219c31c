/** Seals patient-linked fields. From the first migration on, nothing patient-linked is stored but through this. */
export interface Sealer {
  /** `context` is authenticated and must be given again to open: `audit_entry.patients`. */
  seal(plaintext: Uint8Array, context: string): Promise<Uint8Array>;
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
  /** Truncated HMAC for equality look-ups; namespaced, so that two columns never share an index value. */
  blindIndex(namespace: string, value: string): Uint8Array;
}
