import { randomUUID } from "node:crypto";
import type { KeyOperation } from "./key-types.ts";
import type { KeptKey } from "./keyring-file.ts";
import type { KeyVault } from "./vaults/ports.ts";

/** Where a keyring lies, and what wraps it. */
export interface KeyringPlace {
  /** The file; `<path>.lock` stands beside it while it is changed. */
  readonly path: string;
  readonly vault: KeyVault;
  /** Milliseconds since 1970; the machine's clock unless said. */
  readonly now?: () => number;
  /** Ids of operations, which become those of their entries. */
  readonly newId?: () => string;
}

export type Scribe = (
  said: Pick<KeyOperation, "kind" | "by" | "done" | "vault">,
  keys: readonly KeptKey[],
) => KeyOperation;

/** Writes down what is done with keys. */
export function scribeOf({ now = Date.now, newId = randomUUID }: KeyringPlace): Scribe {
  return (said, keys) => ({
    ...said,
    id: newId(),
    at: now(),
    keys: keys.map(({ id, use }) => `${use}/${id}`),
  });
}

/** Taken while the file is changed. */
export function lockOf({ path }: KeyringPlace): string {
  return `${path}.lock`;
}
