import { randomFillSync } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import { type DataKey, KEY_ID_BYTES, type KeySource, type KeyUse } from "./key-types.ts";
import { createXaes, type Xaes, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

/** Seals under the active key of one use, and opens under any key of that use. */
export interface Envelope {
  /** Version (1 byte), key id (4), nonce (24), ciphertext, tag (16). `context` is authenticated. */
  seal(plaintext: Uint8Array, context: string): Buffer;
  /**
   * Asks the source again for a key that is not known here yet.
   * @throws AppError `key_unavailable` without the key, in another context, or after any change
   */
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
}

const VERSION = 1;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

/** @param namespace stands first in what is authenticated, so that what is sealed for one thing opens for no other */
export function createEnvelope(keys: KeySource, use: KeyUse, namespace: string): Envelope {
  const prefix = Buffer.from(`${namespace}\0`);
  const cipherOf = rememberedCiphers();
  const nextNonce = nonces();
  let sealing = sealingUnder(keys.active(use), prefix);

  return {
    seal(plaintext, context) {
      const key = keys.active(use);
      if (key !== sealing.key) sealing = sealingUnder(key, prefix);
      const nonce = nextNonce();
      const aad = Buffer.concat([sealing.boundTo, Buffer.from(context)]);
      return cipherOf(key).seal(nonce, plaintext, aad, [sealing.header, nonce]);
    },
    async open(sealed, context) {
      const id = keyIdOf(sealed);
      let key = keys.find(id);
      if (key === undefined) {
        // Also where it finds nothing new: another reader may just have been told.
        await keys.refresh();
        key = keys.find(id);
      }
      if (sealed[0] !== VERSION || key?.use !== use) {
        throw new AppError("key_unavailable", "no key here opens this sealed value");
      }
      const aad = Buffer.concat([prefix, sealed.subarray(0, HEADER_BYTES), Buffer.from(context)]);
      return opened(cipherOf(key), sealed, aad);
    },
  };
}

/** Which key something was sealed under, hex. */
export function keyIdOf(sealed: Uint8Array): string {
  return Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString("hex");
}

interface Sealing {
  readonly key: DataKey;
  readonly header: Buffer;
  readonly boundTo: Buffer;
}

function sealingUnder(key: DataKey, prefix: Uint8Array): Sealing {
  const header = Buffer.concat([Buffer.of(VERSION), Buffer.from(key.id, "hex")]);
  return { key, header, boundTo: Buffer.concat([prefix, header]) };
}

function opened(cipher: Xaes, sealed: Uint8Array, aad: Uint8Array): Uint8Array {
  const body = sealed.subarray(HEADER_BYTES);
  const [nonce, rest] = [body.subarray(0, XAES_NONCE_BYTES), body.subarray(XAES_NONCE_BYTES)];
  try {
    return cipher.open(nonce, rest, aad);
  } catch (cause) {
    throw new AppError("key_unavailable", "the sealed value does not open in this place", { cause });
  }
}

/** What is derived from a key goes when the key does. */
function rememberedCiphers(): (key: DataKey) => Xaes {
  const ciphers = new WeakMap<DataKey, Xaes>();
  return (key) => {
    const known = ciphers.get(key);
    if (known !== undefined) return known;
    const made = createXaes(key.bytes);
    ciphers.set(key, made);
    return made;
  };
}

/** Nonces drawn many at a time: a call of the generator costs as much as a seal. Each is given out once. */
export function nonces(): () => Uint8Array {
  const drawn = Buffer.alloc(XAES_NONCE_BYTES * 128);
  let at = drawn.length;
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    at += XAES_NONCE_BYTES;
    return drawn.subarray(at - XAES_NONCE_BYTES, at);
  };
}
