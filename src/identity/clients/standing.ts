import { meetScopes } from "../../catalogue/smart-scope.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { VerifiedToken } from "../tokens.ts";
import type { CallerClient } from "../types.ts";
import type { Client } from "./ports.ts";

/** Whether the client may be come by now, through this channel, with a token of this issuer. */
export function clientStandingOf(
  client: Client,
  came: { readonly issuer: string; readonly channel: string; readonly now: number },
): Result<Client, ReasonCode> {
  const isOpen = client.disabledAt === null && came.now < client.endsAt;
  if (!isOpen || (client.issuer !== null && client.issuer !== came.issuer))
    return err("client_not_permitted");
  const isHere = client.channels.length === 0 || client.channels.includes(came.channel);
  return isHere ? ok(client) : err("wrong_channel");
}

/** What the pipeline and the surfaces need to know of the client. */
export function callerClientOf({ id, kind, discloses }: Client): CallerClient {
  return {
    id,
    kind,
    honorsObligations: kind === "enforcement-point",
    act: discloses === null ? "use" : "disclose",
    recipient: discloses,
  };
}

/**
 * The purpose of a call: the token's claim, else what the client is bound to, else the header. Error: the client is
 * registered for others.
 */
export function purposeBy(
  client: Client | undefined,
  claimed: string | null,
  declared: string | null,
): Result<string | null, ReasonCode> {
  const purposes = client?.purposes ?? [];
  const [bound] = purposes.length === 1 ? purposes : [];
  const purpose = claimed ?? bound ?? declared;
  const isAgreed = purposes.length === 0 || purpose === null || purposes.includes(purpose);
  return isAgreed ? ok(purpose) : err("purpose_not_permitted");
}

/** The token's scopes under the client's own; null: neither limits. */
export function scopesBy(
  client: Client | undefined,
  scopes: readonly string[] | null,
): readonly string[] | null {
  const ceiling = client?.scopes ?? null;
  if (ceiling === null || scopes === null) return scopes ?? ceiling;
  const met = meetScopes(scopes, ceiling);
  // Scopes that meet nowhere must not read like none at all, which would not limit.
  return met.length === 0 ? [NOTHING] : met;
}

/** A scope about resources that covers none. */
const NOTHING = "user/*.";

/**
 * The person of the roster: for a token of the client itself (RFC 9068, 2.2: `sub` is the client), whom it is
 * registered to act as; null: nobody. INVARIANT: a client is never taken for a person of the same name.
 */
export function personIdBy(
  client: Client | undefined,
  { personId, clientId }: Pick<VerifiedToken, "personId" | "clientId">,
): string | null {
  return personId === clientId ? (client?.actsAs ?? null) : personId;
}
