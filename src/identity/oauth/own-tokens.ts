import { type KeyObject, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, errors, exportJWK, type JWK, jwtVerify, SignJWT } from "jose";
import type { Clock } from "../../kernel/clock.ts";
import { readClaims, type TokenVerifier } from "../tokens.ts";

/** No token of ours lives longer. Milliseconds. */
export const OWN_TOKEN_MS = 15 * 60_000;
const ALGORITHM = "EdDSA";
/** RFC 9068, 2.1. */
const TYPE = "at+jwt";

export interface OwnTokenRequest {
  readonly subject: string;
  readonly clientId: string | null;
  readonly purpose: string | null;
  readonly caseId: string | null;
  readonly system: string | null;
  /** Null: the token carries none, so they do not limit. */
  readonly scopes: readonly string[] | null;
  readonly launchPatient: string | null;
  readonly origin: string | null;
  /** Milliseconds since 1970; sooner where fifteen minutes are over sooner. */
  readonly endsBy: number;
}

export interface OwnToken {
  readonly token: string;
  readonly id: string;
  readonly issuedAt: number;
  readonly endsAt: number;
}

export interface OwnTokens {
  mint(request: OwnTokenRequest): Promise<OwnToken>;
  readonly verifier: TokenVerifier;
  /** The public key that they verify with (RFC 7517). */
  keys(): Promise<{ readonly keys: readonly JWK[] }>;
}

export interface OwnTokenParts {
  /** Known only once we listen. */
  readonly issuer: () => string;
  readonly key: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly clock: Clock;
}

/** Access tokens of our own (RFC 9068), which only we are the audience of. */
export function ownTokens({ issuer, key, clock }: OwnTokenParts): OwnTokens {
  return {
    async mint(request) {
      const now = clock.now();
      const endsAt = Math.floor(Math.min(now + OWN_TOKEN_MS, request.endsBy) / 1_000) * 1_000;
      const id = randomUUID();
      const token = await new SignJWT(claimsOf(request))
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: await keyId(key.publicKey) })
        .setIssuer(issuer())
        .setAudience(issuer())
        .setSubject(request.subject)
        .setJti(id)
        .setIssuedAt(new Date(now))
        .setExpirationTime(new Date(endsAt))
        .sign(key.privateKey);
      return { token, id, issuedAt: now, endsAt };
    },
    verifier: {
      get issuer() {
        return issuer();
      },
      async verify(token) {
        try {
          const { payload } = await jwtVerify(token, key.publicKey, {
            issuer: issuer(),
            audience: issuer(),
            algorithms: [ALGORITHM],
            typ: TYPE,
            requiredClaims: ["sub", "jti", "iat", "exp"],
            currentDate: new Date(clock.now()),
          });
          return readClaims(token, payload, { issuer: issuer(), personClaim: "sub" });
        } catch (cause) {
          if (cause instanceof errors.JOSEError) return null;
          throw cause;
        }
      },
    },
    async keys() {
      const jwk = await exportJWK(key.publicKey);
      return { keys: [{ ...jwk, kid: await keyId(key.publicKey), use: "sig", alg: ALGORITHM }] };
    },
  };
}

function claimsOf(request: OwnTokenRequest): Record<string, string> {
  const claims = {
    client_id: request.clientId,
    purpose: request.purpose,
    case: request.caseId,
    system: request.system,
    scope: request.scopes?.join(" ") ?? null,
    patient: request.launchPatient,
    origin: request.origin,
  };
  const present = Object.entries(claims).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(present);
}

/** RFC 7638. */
async function keyId(key: KeyObject): Promise<string> {
  return calculateJwkThumbprint(await exportJWK(key));
}
