import { createHash } from "node:crypto";
import { EncryptJWT, errors, jwtDecrypt } from "jose";

const AUDIENCE = "modicum/pdp/page";
const LIFETIME_S = 15 * 60;

export interface PageTokens {
  /** `after`: the last id that was given; `binding`: everything the page belongs to. */
  seal(after: string, binding: readonly (string | null)[], now: number): Promise<string>;
  /** Null: forged, ended, or of another question or caller. */
  open(token: string, binding: readonly (string | null)[], now: number): Promise<string | null>;
}

/** Sealed page tokens (JWE, A256GCM): a caller can neither read nor make one. `key`: 32 bytes. */
export function createPageTokens(key: Uint8Array): PageTokens {
  return {
    seal: (after, binding, now) =>
      new EncryptJWT({ after, for: digest(binding) })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(now / 1000) + LIFETIME_S)
        .encrypt(key),
    async open(token, binding, now) {
      try {
        const { payload } = await jwtDecrypt(token, key, {
          audience: AUDIENCE,
          requiredClaims: ["exp"],
          currentDate: new Date(now),
          contentEncryptionAlgorithms: ["A256GCM"],
          keyManagementAlgorithms: ["dir"],
        });
        const { after } = payload;
        return payload["for"] === digest(binding) && typeof after === "string" ? after : null;
      } catch (cause) {
        if (cause instanceof errors.JOSEError) return null;
        throw cause;
      }
    },
  };
}

function digest(parts: readonly (string | null)[]): string {
  return createHash("sha256")
    .update(`${AUDIENCE}\n${JSON.stringify(parts)}`)
    .digest("base64url");
}
