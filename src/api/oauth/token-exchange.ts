import type { Context } from "hono";
import { isResourceScope, meetScopes } from "../../catalogue/smart-scope.ts";
import { because } from "../../decision/reasons.ts";
import { originOfSession } from "../../identity/clients/connections.ts";
import type { Client } from "../../identity/clients/ports.ts";
import type { OwnToken, OwnTokenRequest } from "../../identity/oauth/own-tokens.ts";
import type { Caller } from "../../identity/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Asked, enforce, type Pipeline } from "../../pipeline.ts";
import { credentialsOf } from "../control.ts";
import { issuedRelease } from "./issued-release.ts";
import type { OAuthDesk } from "./ports.ts";
import { subjectKind, type TokenRefusal, type TokenRequest } from "./token-request.ts";

export interface Issued {
  readonly minted: OwnToken;
  readonly request: OwnTokenRequest;
}

/**
 * A token for one purpose in exchange for a wider one (RFC 8693): for the same person and client, with scopes that only
 * narrow, and never beyond its end. It goes through the pipeline, so that whoever lacks the purpose is refused as at any
 * other door, and the exchange is in the record.
 */
export async function exchangeToken(
  { pipeline, oauth }: { readonly pipeline: Pipeline; readonly oauth: OAuthDesk },
  c: Context,
  form: TokenRequest,
  client: Client | undefined,
): Promise<Result<Issued, TokenRefusal>> {
  const kind = subjectKind(form);
  const purpose = form.purpose_of_use;
  if (kind === null || purpose === undefined) return refused("invalid_request", "bad_request");
  const enforced = await enforce<Issued>(pipeline, askedOf(c, form, kind), async ({ caller, now }) => {
    if (caller.declaredPurpose !== purpose) return because("purpose_not_permitted");
    if (client !== undefined && client.id !== caller.client?.id) return because("client_not_permitted");
    const scopes = narrowed(caller.scopes, form.scope);
    if (scopes === "nothing") return because("scope_not_granted");
    const request: OwnTokenRequest = {
      subject: caller.token?.subject ?? caller.person.id,
      clientId: caller.token?.clientId ?? null,
      purpose,
      caseId: caller.caseId,
      system: caller.system,
      scopes,
      launchPatient: caller.token?.launchPatient ?? null,
      origin: originOf(caller, kind),
      endsBy: caller.token?.endsAt ?? now,
    };
    const minted = await oauth.tokens.mint(request);
    return { value: { minted, request }, release: issuedRelease(minted.id) };
  });
  if (enforced.kind === "answered") return ok(enforced.value);
  const reason = enforced.reasons[0]?.code ?? "evaluation_error";
  return refused(reason === "scope_not_granted" ? "invalid_scope" : "invalid_request", reason);
}

/** By the channel that such tokens are for, so that a client registered for it alone can exchange its own. */
function askedOf(c: Context, form: TokenRequest, kind: "session" | "token"): Asked {
  const { session } = credentialsOf(c);
  return {
    act: "use",
    capability: "read",
    recipient: null,
    exemption: null,
    credentials: {
      authorization: kind === "token" ? `Bearer ${form.subject_token}` : undefined,
      session: kind === "session" ? session : undefined,
      purposeHeader: form.purpose_of_use,
      caseHeader: form.case,
      channel: "fhir",
    },
    interaction: "oauth.token-exchange",
    resourceType: null,
    query: null,
  };
}

/** Where the subject token is itself an exchanged one, what that stood for. */
function originOf({ token, sessionId }: Caller, kind: "session" | "token"): string {
  if (token != null && token.origin !== null) return token.origin;
  return kind === "session" ? originOfSession(sessionId) : sessionId;
}

/** The scopes of the new token; `nothing`: what is asked lies outside those of the old one. */
function narrowed(
  held: readonly string[] | null,
  asked: string | undefined,
): readonly string[] | null | "nothing" {
  const wanted = (asked ?? "").split(" ").filter(isResourceScope);
  if (wanted.length === 0) return held;
  const limits = held?.filter(isResourceScope) ?? [];
  const met = limits.length === 0 ? wanted : meetScopes(wanted, limits);
  return met.length === 0 ? "nothing" : met;
}

function refused(error: TokenRefusal["error"], reason: ReasonCode): Result<never, TokenRefusal> {
  return err({ error, reason });
}
