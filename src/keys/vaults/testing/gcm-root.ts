import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** What a vault does behind its API, for doubles of it. */
export interface GcmRoot {
  seal(plaintext: Buffer, aad: string): Buffer;
  /** @throws Error where it does not open */
  open(sealed: Buffer, aad: string): Buffer;
}

export function gcmRoot(key = randomBytes(32)): GcmRoot {
  return {
    seal: (plaintext, aad) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(aad));
      return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, aad) => {
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
      decipher.setAAD(Buffer.from(aad)).setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    },
  };
}
