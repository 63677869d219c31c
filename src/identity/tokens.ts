import { createHash } from "node:crypto";
import type { JWTPayload } from "jose";
import { z } from "zod";

/** What a verified token says. Claims of it are believed; the declared purpose is still to be decided on. */
export interface VerifiedToken {
  readonly personId: string;
  readonly sessionId: string;
  readonly clientId: string | null;
  readonly purpose: string | null;
  readonly caseId: string | null;
  readonly system: string | null;
  /** Null: the token carries none. */
  readonly scopes: readonly string[] | null;
  readonly issuer: string;
  /** Milliseconds since 1970; null: not said. */
  readonly issuedAt: number | null;
  readonly endsAt: number | null;
  /** The patient in context of a SMART launch, as a logical id. */
  readonly launchPatient: string | null;
  /** The token or session that this token was exchanged for (RFC 8693); where that is over, so is this. */
  readonly origin: string | null;
  /** The device that it was given to, by the issuer's word; absent: none is named. */
  readonly deviceId?: string;
}

/** Believes the tokens of one issuer. */
export interface TokenVerifier {
  readonly issuer: string;
  /**
   * Null when the token is not to be believed: signature, issuer, audience, times or claims.
   * @throws AppError `upstream_unreachable` when that cannot be found out.
   */
  verify(token: string): Promise<VerifiedToken | null>;
  /** For a token that is no JWT; not there: the issuer is not asked (RFC 7662). Null and throws as `verify`. */
  introspect?(this: void, token: string): Promise<VerifiedToken | null>;
}

const text = z.string().min(1).max(256);
const seconds = z.number().int().nonnegative();

/** Claims that we read; one of another type spoils the token, so that it is never passed over for a weaker source. */
const claims = z.object({
  iss: text.optional(),
  jti: text.optional(),
  iat: seconds.optional(),
  exp: seconds.optional(),
  azp: text.optional(),
  client_id: text.optional(),
  purpose: text.optional(),
  case: text.optional(),
  system: text.optional(),
  scope: z.string().max(4_096).optional(),
  /** As some issuers write scopes: a list, or text. */
  scp: z.union([z.string().max(4_096), z.array(text).max(256)]).optional(),
  /** SMART App Launch: the patient in context. */
  patient: z
    .string()
    .regex(/^(?:Patient\/)?[A-Za-z0-9\-.]{1,64}$/)
    .optional(),
  origin: text.optional(),
});

/** What is the same for every token of one issuer. */
export interface ClaimRules {
  /** As configured: an introspection (RFC 7662) need not say it. */
  readonly issuer: string;
  /** The claim that names the person: `sub`, `preferred_username`. */
  readonly personClaim: string;
  /** The claim that names the device; `device_id` when not given. */
  readonly deviceClaim?: string | undefined;
}

/** Reads the claims of a token that is believed; null when one that we read is of another type, or nobody is named. */
export function readClaims(
  token: string,
  payload: JWTPayload,
  { issuer, personClaim, deviceClaim = "device_id" }: ClaimRules,
): VerifiedToken | null {
  const parsed = claims.safeParse(payload);
  const device = text.optional().safeParse(payload[deviceClaim]);
  if (!parsed.success || !device.success) return null;
  const { jti, purpose, case: caseId, system, patient, origin, iat, exp } = parsed.data;
  const deviceId = device.data;
  const clientId = parsed.data.azp ?? parsed.data.client_id ?? null;
  const personId = personIn(payload, personClaim, clientId);
  if (personId === null) return null;
  return {
    personId,
    sessionId: jti ?? createHash("sha256").update(token).digest("base64url").slice(0, 22),
    clientId,
    purpose: purpose ?? null,
    caseId: caseId ?? null,
    system: system ?? null,
    scopes: scopesIn(parsed.data),
    issuer,
    issuedAt: iat === undefined ? null : iat * 1_000,
    endsAt: exp === undefined ? null : exp * 1_000,
    launchPatient: patient?.replace(/^Patient\//, "") ?? null,
    origin: origin ?? null,
    ...(deviceId === undefined ? {} : { deviceId }),
  };
}

/** A token that a client got for itself names no person; its `sub` is the client (RFC 9068, 2.2). */
function personIn(payload: JWTPayload, personClaim: string, clientId: string | null): string | null {
  const named = text.safeParse(payload[personClaim]);
  if (named.success) return named.data;
  const isOwn = payload[personClaim] === undefined && clientId !== null;
  return isOwn && (payload.sub ?? clientId) === clientId ? clientId : null;
}

function scopesIn({ scope, scp }: z.infer<typeof claims>): readonly string[] | null {
  const given = scope ?? scp;
  if (given === undefined) return null;
  return (typeof given === "string" ? given.split(" ") : given).filter((one) => one !== "");
}
