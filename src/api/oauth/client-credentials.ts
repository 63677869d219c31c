import type { Context } from "hono";
import { isResourceScope, meetScopes } from "../../catalogue/smart-scope.ts";
import type { Client } from "../../identity/clients/ports.ts";
import type { OwnTokenRequest } from "../../identity/oauth/own-tokens.ts";
import type { Credentials } from "../../identity/types.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Asked, Pipeline } from "../../pipeline.ts";
import { credentialsOf } from "../control.ts";
import { issuedRelease } from "./issued-release.ts";
import type { OAuthDesk } from "./ports.ts";
import type { Issued } from "./token-exchange.ts";
import type { TokenRefusal, TokenRequest } from "./token-request.ts";

/**
 * A token for a program that is registered with its keys or a secret here (RFC 6749, 4.4; SMART Backend Services): it
 * has the rights of the person whom it acts as, for a purpose of its registration. INVARIANT: it goes out only after its
 * entry is durable, and only if it is believed.
 */
export async function clientCredentials(
  { pipeline, oauth }: { readonly pipeline: Pipeline; readonly oauth: OAuthDesk },
  c: Context,
  form: TokenRequest,
  client: Client,
): Promise<Result<Issued, TokenRefusal>> {
  const request = requestOf(client, form);
  if (request === null) return err({ error: "invalid_scope", reason: "scope_not_granted" });
  const minted = await oauth.tokens.mint(request);
  const credentials: Credentials = {
    ...credentialsOf(c),
    authorization: `Bearer ${minted.token}`,
    session: undefined,
    channel: client.channels[0] ?? "fhir",
  };
  const asked = askedOf(credentials);
  const caller = await pipeline.identify(credentials);
  if (!caller.ok) {
    await pipeline.record(null, asked, null, { outcome: "deny", reason: caller.error }).catch(() => null);
    return err({ error: "unauthorized_client", reason: caller.error });
  }
  const entry = await pipeline.record(caller.value, asked, null, issuedRelease(minted.id)).catch(() => null);
  if (entry === null) return err({ error: "invalid_request", reason: "record_unavailable" });
  return ok({ minted, request });
}

/** Null: the scopes that are asked for lie outside those of the registration. */
function requestOf(client: Client, form: TokenRequest): OwnTokenRequest | null {
  const wanted = (form.scope ?? "").split(" ").filter(isResourceScope);
  const ceiling = client.scopes;
  const scopes = wanted.length === 0 ? ceiling : ceiling === null ? wanted : meetScopes(wanted, ceiling);
  if (wanted.length > 0 && scopes?.length === 0) return null;
  return {
    subject: client.id,
    clientId: client.id,
    purpose: form.purpose_of_use ?? null,
    caseId: form.case ?? null,
    system: client.system,
    scopes,
    launchPatient: null,
    origin: null,
    endsBy: client.endsAt,
  };
}

function askedOf(credentials: Credentials): Asked {
  return {
    act: "use",
    capability: "read",
    recipient: null,
    exemption: null,
    credentials,
    interaction: "oauth.client-credentials",
    resourceType: null,
    query: null,
  };
}
