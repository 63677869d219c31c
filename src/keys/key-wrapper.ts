import { randomBytes } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import type { DataKey, KeySource } from "./key-types.ts";
import type { KeyWrapper } from "./ports.ts";
import { createXaes, type Xaes, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

/** Wraps under the active key of the keyring of this use, as nonce (24 bytes), ciphertext and tag (16) of XAES-256-GCM. */
export function createKeyWrapper(keys: KeySource, use: "wrap" | "backup" = "wrap"): KeyWrapper {
  const ciphers = new WeakMap<DataKey, Xaes>();
  const cipherOf = (key: DataKey): Xaes => {
    const known = ciphers.get(key) ?? createXaes(key.bytes);
    ciphers.set(key, known);
    return known;
  };
  return {
    active: () => keys.active(use).id,
    refresh: async () => void (await keys.refresh()),
    wrap: (key, context) => {
      const by = keys.active(use);
      const nonce = randomBytes(XAES_NONCE_BYTES);
      return { by: by.id, wrapped: cipherOf(by).seal(nonce, key, boundTo(by.id, context), [nonce]) };
    },
    unwrap: async (by, wrapped, context) => {
      const key = keys.find(by) ?? ((await keys.refresh()) ? keys.find(by) : undefined);
      if (key?.use !== use)
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
