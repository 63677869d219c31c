import { randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import { type DataKey, KEY_ID_BYTES, type KeyUse } from "./key-types.ts";
import type { KeptKey } from "./keyring-file.ts";
import type { KeyVault } from "./vaults/ports.ts";
import { XAES_KEY_BYTES } from "./xaes-256-gcm.ts";

/** A fresh key of this use, active from `now`, wrapped. Times in milliseconds since 1970. */
export async function freshKey(use: KeyUse, vault: KeyVault, now: number): Promise<KeptKey> {
  const id = randomBytes(KEY_ID_BYTES).toString("hex");
  const wrapped = await wrapKey({ id, use, bytes: randomBytes(XAES_KEY_BYTES) }, vault);
  const since = { madeAt: now, retiredAt: null, destroyedAt: null, proposal: null };
  return { id, use, state: "active", ...since, wrapped };
}

/**
 * The key, wrapped, in base64; it was unwrapped again before it is given out, so that no vault that answers with something
 * else costs a key.
 * @throws AppError `key_unavailable`
 */
export async function wrapKey(key: DataKey, vault: KeyVault): Promise<string> {
  const wrapped = await vault.wrap(key.bytes, contextOf(key));
  const again = await vault.unwrap(wrapped, contextOf(key));
  if (again.length !== key.bytes.length || !timingSafeEqual(again, key.bytes)) {
    throw new AppError("key_unavailable", "the vault does not give back the key that it wrapped", {
      hint: "nothing was changed; see what the vault says about itself",
    });
  }
  return Buffer.from(wrapped).toString("base64");
}

/** @throws AppError `key_unavailable` when the vault does not open it, or it was destroyed */
export async function unwrapKey({ id, use, wrapped }: KeptKey, vault: KeyVault): Promise<DataKey> {
  if (wrapped === null) throw new AppError("key_unavailable", `the key \`${id}\` was destroyed`);
  const bytes = await vault.unwrap(Buffer.from(wrapped, "base64"), contextOf({ id, use }));
  return { id, use, bytes };
}

/** A key that was moved to another id or use does not open. */
function contextOf({ id, use }: Pick<DataKey, "id" | "use">): string {
  return `modicum/data-key/v1\0${use}\0${id}`;
}
