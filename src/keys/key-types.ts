import type { VaultKind } from "./vaults/ports.ts";

/** Bytes of a data key's id. */
export const KEY_ID_BYTES = 4;

/**
 * What a data key may be used for; a key never serves two uses. `seal` seals fields, `blind-index` indexes them, `wrap`
 * wraps the keys of patients, `backup` those of backups.
 */
export const KEY_USES = ["seal", "blind-index", "wrap", "backup"] as const;
export type KeyUse = (typeof KEY_USES)[number];

export interface DataKey {
  /** 4 random bytes, hex; travels with everything sealed under the key. */
  readonly id: string;
  readonly use: KeyUse;
  readonly bytes: Uint8Array;
}

/** `active` seals and opens, `retired` only opens, of a `destroyed` one nothing but this line is left. */
export type KeyState = "active" | "retired" | "destroyed";

/** What is known of a key without the key. Times in milliseconds since 1970. */
export interface KeyInfo {
  readonly id: string;
  readonly use: KeyUse;
  readonly state: KeyState;
  readonly madeAt: number;
  readonly retiredAt: number | null;
  readonly destroyedAt: number | null;
  /** Who proposed to destroy it, and when. */
  readonly proposal: { readonly personId: string; readonly at: number } | null;
}

/** Who does something with keys. */
export interface KeyActor {
  readonly personId: string;
  readonly roles: readonly string[];
}

/** The process itself: at its start, or at the operator's terminal. */
export const SYSTEM: KeyActor = { personId: "system", roles: [] };

export const KEY_OPERATIONS = [
  "create",
  "unwrap",
  "rotate",
  "rewrap",
  "change-vault",
  "propose-destroy",
  "destroy",
] as const;

/** One thing that was done with keys, for the record. Holds no key. */
export interface KeyOperation {
  /** Of the entry that will tell it: telling it twice is telling it once. */
  readonly id: string;
  readonly at: number;
  readonly kind: (typeof KEY_OPERATIONS)[number];
  readonly done: boolean;
  readonly by: KeyActor;
  /** `seal/1f2e3d4c`. */
  readonly keys: readonly string[];
  readonly vault: VaultKind;
}

/** Where keys come from for those who seal with them. */
export interface KeySource {
  /** @throws AppError `key_unavailable` when this use has none */
  active(use: KeyUse): DataKey;
  /** Undefined: unknown here so far, or destroyed. */
  find(id: string): DataKey | undefined;
  /** Looks whether another process changed the keys; true when it did. */
  refresh(): Promise<boolean>;
}

/** Why something is not done with a key. */
export type KeyRefusal =
  /** Blind indexes are stored: under another key nothing would be found any more. */
  | "index-is-stored"
  | "unknown-key"
  /** The key that seals now. */
  | "not-retired"
  | "destroyed-already"
  | "not-proposed"
  /** Who proposed it does not approve it. */
  | "same-person";
