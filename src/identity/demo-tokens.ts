import { type KeyObject, randomUUID } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import type { Clock } from "../kernel/clock.ts";
import { readClaims, type TokenVerifier } from "./tokens.ts";

export const DEMO_ISSUER = "urn:modicum:demo";
export const DEMO_AUDIENCE = "modicum";
const ALGORITHM = "EdDSA";
const LIFETIME_MS = 8 * 3_600_000;

/** Who a demo token is for, and what it is limited to. */
export interface DemoTokenRequest {
  readonly personId: string;
  readonly purpose?: string | undefined;
  readonly caseId?: string | undefined;
  readonly system?: string | undefined;
  /** SMART scopes, spaces between them. */
  readonly scope?: string | undefined;
  /** The app it is for; it then counts as connected. */
  readonly clientId?: string | undefined;
  /** The patient in context of a SMART launch. */
  readonly patient?: string | undefined;
  /** The device that it is given to. */
  readonly deviceId?: string | undefined;
  /** Eight hours when not given. */
  readonly lifetimeMs?: number | undefined;
}

export interface DemoTokens {
  /** A signed token (RFC 7519) that its verifier believes until it ends. */
  mint(request: DemoTokenRequest): Promise<string>;
  readonly verifier: TokenVerifier;
}

/** Tokens for the demo's people; the key comes from keys/insecure, which production refuses. */
export function demoTokens(
  key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  clock: Clock,
): DemoTokens {
  return {
    mint({ personId, caseId, clientId, deviceId, lifetimeMs = LIFETIME_MS, ...open }) {
      const now = clock.now();
      const limits = { ...open, case: caseId, client_id: clientId, device_id: deviceId };
      const present = Object.entries(limits).filter(([, value]) => value !== undefined);
      return new SignJWT(Object.fromEntries(present))
        .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
        .setIssuer(DEMO_ISSUER)
        .setAudience(DEMO_AUDIENCE)
        .setSubject(personId)
        .setJti(randomUUID())
        .setIssuedAt(new Date(now))
        .setExpirationTime(new Date(now + lifetimeMs))
        .sign(key.privateKey);
    },
    verifier: {
      issuer: DEMO_ISSUER,
      async verify(token) {
        try {
          const { payload } = await jwtVerify(token, key.publicKey, {
            issuer: DEMO_ISSUER,
            audience: DEMO_AUDIENCE,
            algorithms: [ALGORITHM],
            requiredClaims: ["sub", "jti", "iat", "exp"],
            currentDate: new Date(clock.now()),
          });
          return readClaims(token, payload, { issuer: DEMO_ISSUER, personClaim: "sub" });
        } catch (cause) {
          if (cause instanceof errors.JOSEError) return null;
          throw cause;
        }
      },
    },
  };
}
