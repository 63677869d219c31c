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
}

/** Believes the tokens of one issuer. */
export interface TokenVerifier {
  readonly issuer: string;
  /**
   * Null when the token is not to be believed: signature, issuer, audience, times or claims.
   * @throws AppError `upstream_unreachable` when that cannot be found out.
   */
  verify(token: string): Promise<VerifiedToken | null>;
}

const text = z.string().min(1).max(256);

/** Claims that we read; one of another type spoils the token, so that it is never passed over for a weaker source. */
const claims = z.object({
  sub: text,
  jti: text.optional(),
  azp: text.optional(),
  client_id: text.optional(),
  purpose: text.optional(),
  case: text.optional(),
  system: text.optional(),
  scope: z.string().max(4_096).optional(),
});

/** Reads the claims of a token whose signature holds. `personClaim` names the person: `sub`, `preferred_username`. */
export function readClaims(token: string, payload: JWTPayload, personClaim: string): VerifiedToken | null {
  const parsed = claims.safeParse(payload);
  const person = text.safeParse(payload[personClaim]);
  if (!parsed.success || !person.success) return null;
  const { jti, azp, client_id: clientId, purpose, case: caseId, system, scope } = parsed.data;
  return {
    personId: person.data,
    sessionId: jti ?? createHash("sha256").update(token).digest("base64url").slice(0, 22),
    clientId: azp ?? clientId ?? null,
    purpose: purpose ?? null,
    caseId: caseId ?? null,
    system: system ?? null,
    scopes: scope === undefined ? null : scope.split(" ").filter((one) => one !== ""),
  };
}
