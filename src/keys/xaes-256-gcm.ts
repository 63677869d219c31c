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

/** Seals `plaintext`; returns ciphertext and tag. `nonce` is 24 random bytes, never used twice. */
export function xaesSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-gcm", messageKey(key, nonce), nonce.subarray(12));
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `xaesSeal` sealed. @throws Error when key, nonce, aad or bytes are not the ones sealed. */
export function xaesOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  const end = sealed.length - XAES_TAG_BYTES;
  if (end < 0) throw new RangeError("too short for a tag");
  const decipher = createDecipheriv("aes-256-gcm", messageKey(key, nonce), nonce.subarray(12), {
    authTagLength: XAES_TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
}

function messageKey(key: Uint8Array, nonce: Uint8Array): Buffer {
  const subkey = double(encryptBlocks(key, Buffer.alloc(BLOCK)));
  const blocks = Buffer.alloc(2 * BLOCK);
  for (const [index, offset] of [0, BLOCK].entries()) {
    blocks[offset + 1] = index + 1;
    blocks[offset + 2] = 0x58;
    blocks.set(nonce.subarray(0, 12), offset + 4);
    for (let byte = 0; byte < BLOCK; byte++) {
      blocks[offset + byte] = (blocks[offset + byte] ?? 0) ^ (subkey[byte] ?? 0);
    }
  }
  return encryptBlocks(key, blocks);
}

function encryptBlocks(key: Uint8Array, blocks: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(blocks), cipher.final()]);
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
