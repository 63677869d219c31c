import { randomBytes } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import type { KeyWrapper } from "./ports.ts";
import { createXaes, type Xaes, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

/** A key-encryption key. */
export interface WrappingKey {
  /** 8 hex digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The key-encryption keys that are in force: what turns them may be at work meanwhile. */
export interface WrappingKeys {
  active(): WrappingKey;
  /** Undefined: unknown here so far, or destroyed. */
  find(id: string): WrappingKey | undefined;
  /** Looks whether another process changed the keys; true when it did. */
  refresh(): Promise<boolean>;
}

/** Wraps keys as nonce (24 bytes), ciphertext and tag (16) of XAES-256-GCM. */
export function createKeyWrapper(keys: WrappingKeys): KeyWrapper {
  const ciphers = new WeakMap<WrappingKey, Xaes>();
  const cipherOf = (key: WrappingKey): Xaes => {
    const known = ciphers.get(key) ?? createXaes(key.bytes);
    ciphers.set(key, known);
    return known;
  };
  return {
    active: () => keys.active().id,
    refresh: async () => void (await keys.refresh()),
    wrap: (key, context) => {
      const by = keys.active();
      const nonce = randomBytes(XAES_NONCE_BYTES);
      return { by: by.id, wrapped: cipherOf(by).seal(nonce, key, boundTo(by.id, context), [nonce]) };
    },
    unwrap: async (by, wrapped, context) => {
      const key = keys.find(by) ?? ((await keys.refresh()) ? keys.find(by) : undefined);
      if (key === undefined)
        throw new AppError(
          "key_unavailable",
          `the key-encryption key \`${by}\` is not here, or was destroyed`,
        );
      try {
        const [nonce, body] = [wrapped.subarray(0, XAES_NONCE_BYTES), wrapped.subarray(XAES_NONCE_BYTES)];
        return cipherOf(key).open(nonce, body, boundTo(by, context));
      } catch (cause) {
        throw new AppError("key_unavailable", "a wrapped key does not open in this place", { cause });
      }
    },
  };
}

function boundTo(by: string, context: string): Buffer {
  return Buffer.from(`modicum/wrap/v1\0${by}\0${context}`);
}
