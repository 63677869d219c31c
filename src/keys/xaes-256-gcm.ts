import { createCipheriv, createDecipheriv } from "node:crypto";

/**
 * XAES-256-GCM (C2SP xaes-256-gcm): AES-256-GCM under a key derived for each message from a 192-bit
 * random nonce (NIST SP 800-108r1 with CMAC). Plain AES-256-GCM allows 2^32 random nonces per key
 * (NIST SP 800-38D 8.3), which the record of a large hospital uses up; this allows 2^80.
 */
export const XAES_NONCE_BYTES = 24;
export const XAES_TAG_BYTES = 16;
export const XAES_KEY_BYTES = 32;

const BLOCK = 16;

/** One key, with what does not depend on the message derived once. */
export interface Xaes {
  /** Seals `plaintext`; returns ciphertext and tag, behind `before`. `nonce` is 24 random bytes, never used twice. */
  seal(nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array, before?: readonly Uint8Array[]): Buffer;
  /** Opens what `seal` sealed. @throws Error when key, nonce, aad or bytes are not the ones sealed. */
  open(nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer;
}

/** @param key 32 bytes */
export function createXaes(key: Uint8Array): Xaes {
  // ECB has no state: one cipher serves every message, and each update gives out whole blocks at once.
  const ecb = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const derivation = derivationBlocks(ecb.update(Buffer.alloc(BLOCK)));
  const messageKey = (nonce: Uint8Array): Buffer => {
    const blocks = Buffer.from(derivation);
    for (let byte = 0; byte < NONCE_PART; byte++) {
      const value = nonce[byte] ?? 0;
      for (const at of [byte + 4, BLOCK + byte + 4]) blocks[at] = (blocks[at] ?? 0) ^ value;
    }
    return ecb.update(blocks);
  };
  return {
    seal: (nonce, plaintext, aad, before = []) => {
      const cipher = createCipheriv("aes-256-gcm", messageKey(nonce), nonce.subarray(NONCE_PART));
      cipher.setAAD(aad);
      return Buffer.concat([...before, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    open: (nonce, sealed, aad) => {
      const end = sealed.length - XAES_TAG_BYTES;
      if (end < 0) throw new RangeError("too short for a tag");
      const decipher = createDecipheriv("aes-256-gcm", messageKey(nonce), nonce.subarray(NONCE_PART), {
        authTagLength: XAES_TAG_BYTES,
      });
      decipher.setAAD(aad);
      decipher.setAuthTag(sealed.subarray(end));
      return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
    },
  };
}

/** The nonce's first half derives the message's key; its second half is the nonce of that key. */
const NONCE_PART = 12;

/** Both blocks of the key derivation, under the CMAC subkey, without the nonce. */
function derivationBlocks(encryptedZero: Uint8Array): Buffer {
  const subkey = double(encryptedZero);
  const blocks = Buffer.concat([subkey, subkey]);
  for (const [index, offset] of [0, BLOCK].entries()) {
    blocks[offset + 1] = (blocks[offset + 1] ?? 0) ^ (index + 1);
    blocks[offset + 2] = (blocks[offset + 2] ?? 0) ^ 0x58;
  }
  return blocks;
}

/** Doubling in GF(2^128), as in CMAC (NIST SP 800-38B 6.1). */
function double(block: Uint8Array): Buffer {
  const out = Buffer.alloc(BLOCK);
  let carry = 0;
  for (let byte = BLOCK - 1; byte >= 0; byte--) {
    const value = block[byte] ?? 0;
    out[byte] = ((value << 1) | carry) & 0xff;
    carry = value >> 7;
  }
  out[BLOCK - 1] = (out[BLOCK - 1] ?? 0) ^ (carry * 0x87);
  return out;
}
