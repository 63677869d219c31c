import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createLocalJWKSet, decodeJwt, errors, type JWK, jwtVerify } from "jose";
import type { Client, ClientStore, ConnectionStore } from "../clients/ports.ts";

/** What came with a request to the token endpoint (RFC 6749, 2.3; RFC 7521, 4.2). */
export interface ClientCredentials {
  readonly authorization: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly assertionType: string | undefined;
  readonly assertion: string | undefined;
}

export interface ClientAuthenticationParts {
  readonly clients: Pick<ClientStore, "find">;
  /** Keeps assertions from being used twice. */
  readonly spent: Pick<ConnectionStore, "revokeToken">;
  /** What an assertion names as its audience: the token endpoint. */
  readonly audience: () => string;
  readonly now: () => number;
}

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/** SMART App Launch 2.2, "Asymmetric authentication": RS384 and ES384 are to be taken. */
const ALGORITHMS = ["RS384", "ES384", "ES256", "PS256", "RS256", "EdDSA", "Ed25519"];
/** Seconds that an assertion may live: SMART Backend Services says five minutes. */
const LONGEST_ASSERTION = 300;

/** A secret for a new client, and what is kept of it. The secret exists only here. */
export function newClientSecret(): { readonly secret: string; readonly digest: string } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, digest: digestOf(secret) };
}

/**
 * The client that a request to the token endpoint authenticates as; undefined: none tried to; null: it is not to be
 * believed. An ended or disabled registration is for the caller to judge.
 */
export async function authenticateClient(
  parts: ClientAuthenticationParts,
  credentials: ClientCredentials,
): Promise<Client | null | undefined> {
  if (credentials.assertion !== undefined) return byAssertion(parts, credentials);
  const presented = secretIn(credentials);
  if (presented === undefined) return undefined;
  const client = presented && (await parts.clients.find(presented.id));
  if (!client || client.authentication.method !== "client_secret") return null;
  const [given, kept] = [digestOf(presented.secret), client.authentication.digest];
  return timingSafeEqual(Buffer.from(given, "hex"), Buffer.from(kept, "hex")) ? client : null;
}

/** By HTTP Basic or in the form; null where it cannot be read. */
function secretIn({ authorization, clientId, clientSecret }: ClientCredentials) {
  if (authorization === undefined) {
    return clientSecret === undefined ? undefined : { id: clientId ?? "", secret: clientSecret };
  }
  const basic = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization)?.[1];
  if (basic === undefined) return null;
  const [id = "", ...secret] = Buffer.from(basic, "base64").toString("utf8").split(":");
  return { id: formDecoded(id), secret: formDecoded(secret.join(":")) };
}

/** RFC 6749, 2.3.1. */
function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll("&", "%26")}`).get("v") ?? "";
}

/** RFC 7523, 3: signed by a key of the client, for us, short-lived, used once. */
async function byAssertion(
  { clients, spent, audience, now }: ClientAuthenticationParts,
  { assertion = "", assertionType, clientId }: ClientCredentials,
): Promise<Client | null> {
  if (assertionType !== ASSERTION_TYPE) return null;
  try {
    const named = decodeJwt(assertion).iss ?? "";
    const client = await clients.find(named);
    if (client?.authentication.method !== "private_key_jwt") return null;
    if (clientId !== undefined && clientId !== named) return null;
    const keys = createLocalJWKSet({ keys: client.authentication.keys as JWK[] });
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: named,
      subject: named,
      audience: audience(),
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", "jti"],
      currentDate: new Date(now()),
    });
    const { exp = 0, jti = "" } = payload;
    if (exp > now() / 1_000 + LONGEST_ASSERTION) return null;
    const isFirst = await spent.revokeToken(`assertion:${named}:${jti}`, exp * 1_000, now());
    return isFirst ? client : null;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return null;
    throw cause;
  }
}

function digestOf(secret: string): string {
  return createHash("sha256").update("modicum/client-secret/v1\0").update(secret).digest("hex");
}
