import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { QueryPair } from "./query.ts";

/** What a page link stands for, and for whom. */
export interface PageToken {
  /** Path below the base: a type, or `Patient/p1/$everything`; empty for the whole system. */
  readonly type: string;
  readonly pairs: readonly QueryPair[];
  readonly offset: number;
  /** Fingerprint of subject, purpose and policy; see bindingOf. */
  readonly binding: string;
  /** Milliseconds; not valid from then on. */
  readonly until: number;
}

/** Seals page links: what a caller searched for may be PHI, and links end up in logs and histories. */
export interface PageTokens {
  seal(token: PageToken): string;
  /** Null for whatever this key did not seal. */
  open(text: string): PageToken | null;
}

const NAMESPACE = "modicum/fhir/page-token/v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a synthetic nonce (HMAC of the plaintext), so that one question gives one link
 * and no randomness tells two answers apart. The key is 32 bytes.
 */
export function createPageTokens(key: Uint8Array): PageTokens {
  const derive = (label: string): Buffer =>
    createHmac("sha256", key).update(`${NAMESPACE}\0${label}`).digest();
  const [cipherKey, nonceKey] = [derive("cipher"), derive("nonce")];
  return {
    seal: (token) => {
      const plaintext = Buffer.from(JSON.stringify(token));
      const nonce = createHmac("sha256", nonceKey).update(plaintext).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", cipherKey, nonce).setAAD(Buffer.from(NAMESPACE));
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url");
    },
    open: (text) => {
      const bytes = Buffer.from(text, "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv("aes-256-gcm", cipherKey, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(NAMESPACE)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const plaintext = Buffer.concat([
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
          decipher.final(),
        ]);
        return JSON.parse(plaintext.toString("utf8")) as PageToken;
      } catch {
        return null;
      }
    },
  };
}

/** What may stand beside a page link, and is not looked at: clients write a page size of theirs on every address. */
const BESIDE: ReadonlySet<string> = new Set(["_format", "_count"]);

/** True where a page link is all that is asked: it stands for its question, of which nothing can be changed. */
export function isAllThatIsAsked(link: QueryPair, pairs: readonly QueryPair[]): boolean {
  return pairs.every((pair) => pair === link || BESIDE.has(pair[0]));
}

/** Fingerprint of everything a page link is bound to beside its question and its end. */
export function bindingOf(parts: readonly (string | null)[]): string {
  return createHmac("sha256", NAMESPACE).update(JSON.stringify(parts)).digest("base64url");
}
