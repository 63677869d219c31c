import type { JWTPayload } from "jose";
import { z } from "zod";

export interface IntrospectionClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

const TIMEOUT_MS = 5_000;
const answer = z.looseObject({
  active: z.boolean(),
  iss: z.string().optional(),
  exp: z.number().optional(),
  nbf: z.number().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
});

/**
 * Asks an authorization server what it knows of a token (RFC 7662, 2.1); the client authenticates by HTTP Basic.
 * @throws Error when it does not answer, or not as the standard says
 */
export async function introspect(
  endpoint: string,
  token: string,
  { clientId, clientSecret }: IntrospectionClient,
): Promise<JWTPayload> {
  const basic = [clientId, clientSecret].map(formEncoded).join(":");
  const reply = await fetch(endpoint, {
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: `Basic ${Buffer.from(basic).toString("base64")}`,
    },
    body: new URLSearchParams({ token, token_type_hint: "access_token" }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: "error",
  });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  return answer.parse(await reply.json()) as JWTPayload;
}

/** RFC 6749, 2.3.1. */
function formEncoded(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

/**
 * Whether the answer (RFC 7662, 2.2) says that the token is to be believed here, and how long: `active`, with an end,
 * and an audience and issuer that are ours.
 */
export function isActive(
  { active, iss, exp, nbf, aud }: JWTPayload,
  ours: {
    readonly issuer: string;
    readonly audience: string;
    readonly now: number;
    readonly skewSeconds: number;
  },
): boolean {
  if (active !== true || exp === undefined || (iss !== undefined && iss !== ours.issuer)) return false;
  const now = ours.now / 1_000;
  const isNow = now < exp + ours.skewSeconds && (nbf === undefined || nbf - ours.skewSeconds <= now);
  return isNow && [aud].flat().includes(ours.audience);
}
