import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { readClaims, type TokenVerifier } from "./tokens.ts";

export interface OidcOptions {
  /** As the provider writes it in `iss`. */
  readonly issuer: string;
  /** What its access tokens carry in `aud` for us; an ID token carries another. */
  readonly audience: string;
  readonly clock: Clock;
  /** The claim that holds our person id; `sub` when not given. */
  readonly personClaim?: string;
  /** Seconds that the provider's clock may be off; 60 when not given. */
  readonly clockSkewSeconds?: number;
}

/** Asymmetric only: a shared secret, or none, signs nothing here (RFC 8725 3.1). */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const TIMEOUT_MS = 5_000;
const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * Believes the access tokens of an OpenID provider (OpenID Connect Discovery 1.0, RFC 9068). Its keys are fetched when
 * they are first needed, and again when a token names a new one.
 */
export function oidcVerifier(options: OidcOptions): TokenVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined;

  /** A failed discovery is tried again by the next token. */
  function discovered(): Promise<JWTVerifyGetKey> {
    keys ??= discover(options.issuer).catch((fault: unknown) => {
      keys = undefined;
      throw fault;
    });
    return keys;
  }

  return {
    issuer: options.issuer,
    async verify(token) {
      const key = await discovered();
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: ALGORITHMS,
          requiredClaims: ["sub", "iat", "exp"],
          clockTolerance: options.clockSkewSeconds ?? 60,
          currentDate: new Date(options.clock.now()),
        });
        return readClaims(token, payload, options.personClaim ?? "sub");
      } catch (cause) {
        if (isUnreachable(cause)) throw unreachable(options.issuer, cause);
        if (cause instanceof errors.JOSEError) return null;
        throw unreachable(options.issuer, cause);
      }
    },
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const found = metadata.safeParse(await fetchMetadata(issuer));
  if (!found.success || found.data.issuer !== issuer) {
    throw new AppError(
      "config_invalid",
      `the provider at \`${issuer}\` does not describe itself as that issuer`,
      {
        hint: "set MODICUM_OIDC_ISSUER to the issuer exactly as the provider writes it",
      },
    );
  }
  const jwks = new URL(found.data.jwks_uri);
  if (jwks.protocol !== "https:" && jwks.origin !== new URL(issuer).origin) {
    throw new AppError(
      "config_invalid",
      `the provider at \`${issuer}\` keeps its keys where anyone can change them`,
    );
  }
  return createRemoteJWKSet(jwks, { timeoutDuration: TIMEOUT_MS });
}

async function fetchMetadata(issuer: string): Promise<unknown> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    const reply = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    return await reply.json();
  } catch (cause) {
    throw unreachable(issuer, cause);
  }
}

/** jose names a refused key set and a broken one alike `JOSEError`; both are the provider's fault, not the token's. */
function isUnreachable(cause: unknown): boolean {
  const broken = [errors.JWKSTimeout, errors.JWKSInvalid, errors.JWKInvalid];
  if (broken.some((kind) => cause instanceof kind)) return true;
  return cause instanceof errors.JOSEError && cause.code === "ERR_JOSE_GENERIC";
}

function unreachable(issuer: string, cause: unknown): AppError {
  return new AppError("upstream_unreachable", `the identity provider at \`${issuer}\` does not answer`, {
    cause,
  });
}
