import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { introspect, type IntrospectionClient, isActive } from "./introspection.ts";
import { readClaims, type TokenVerifier } from "./tokens.ts";

export interface OidcOptions {
  /** As the provider writes it in `iss`. */
  readonly issuer: string;
  /** What its access tokens carry in `aud` for us; an ID token carries another. */
  readonly audience: string;
  readonly clock: Clock;
  /** The claim that holds our person id; `sub` when not given. */
  readonly personClaim?: string;
  /** The claim that names the device; `device_id` when not given. */
  readonly deviceClaim?: string | undefined;
  /** Seconds that the provider's clock may be off; 60 when not given. */
  readonly clockSkewSeconds?: number;
  /** As whom the provider is asked about tokens that are no JWT (RFC 7662); not given: those are not believed. */
  readonly introspection?: IntrospectionClient | undefined;
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
/** Tokens that name keys nobody has make us ask the provider no oftener than this. */
const COOLDOWN_MS = 1_000;
const metadata = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
});

/** What a provider says of itself, with the keys it signs with. */
interface Discovered {
  readonly keys: JWTVerifyGetKey;
  readonly introspectionEndpoint: string | null;
}

/**
 * Believes the access tokens of an OpenID provider (OpenID Connect Discovery 1.0, RFC 9068). Its keys are fetched when
 * they are first needed, and again when a token names a new one.
 */
export function oidcVerifier(options: OidcOptions): TokenVerifier {
  let found: Promise<Discovered> | undefined;

  /** A failed discovery is tried again by the next token. */
  function discovered(): Promise<Discovered> {
    found ??= discover(options.issuer).catch((fault: unknown) => {
      found = undefined;
      throw fault;
    });
    return found;
  }

  const { introspection, deviceClaim } = options;
  const rules = { issuer: options.issuer, personClaim: options.personClaim ?? "sub", deviceClaim };
  return {
    issuer: options.issuer,
    async verify(token) {
      const { keys } = await discovered();
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: ALGORITHMS,
          requiredClaims: ["sub", "iat", "exp"],
          clockTolerance: oursOf(options).skewSeconds,
          currentDate: new Date(options.clock.now()),
        });
        return readClaims(token, payload, rules);
      } catch (cause) {
        if (isUnreachable(cause)) throw unreachable(options.issuer, cause);
        if (cause instanceof errors.JOSEError) return null;
        throw unreachable(options.issuer, cause);
      }
    },
    ...(introspection === undefined
      ? {}
      : {
          introspect: async (token) => {
            const { introspectionEndpoint } = await discovered();
            if (introspectionEndpoint === null) return null;
            const said = await introspect(introspectionEndpoint, token, introspection).catch(
              (cause: unknown) => {
                throw unreachable(options.issuer, cause);
              },
            );
            return isActive(said, oursOf(options)) ? readClaims(token, said, rules) : null;
          },
        }),
  };
}

function oursOf({ issuer, audience, clock, clockSkewSeconds = 60 }: OidcOptions) {
  return { issuer, audience, now: clock.now(), skewSeconds: clockSkewSeconds };
}

async function discover(issuer: string): Promise<Discovered> {
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
  const { jwks_uri: jwks, introspection_endpoint: introspectionEndpoint = null } = found.data;
  if ([jwks, introspectionEndpoint].some((url) => url !== null && !isSafe(new URL(url), issuer))) {
    throw new AppError(
      "config_invalid",
      `the provider at \`${issuer}\` keeps its keys, or takes tokens, where anyone can reach between`,
    );
  }
  const keys = createRemoteJWKSet(new URL(jwks), {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
  });
  return { keys, introspectionEndpoint };
}

function isSafe(url: URL, issuer: string): boolean {
  return url.protocol === "https:" || url.origin === new URL(issuer).origin;
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
