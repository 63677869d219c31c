import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { smartConfiguration } from "../../identity/oauth/smart-configuration.ts";
import type { Client } from "../../identity/clients/ports.ts";
import { err, type Result } from "../../kernel/result.ts";
import { newRoutes } from "../app-routes.ts";
import { jsonResult } from "../contract.ts";
import type { ApiDeps } from "../ports.ts";
import { clientCredentials } from "./client-credentials.ts";
import { exchangeToken, type Issued } from "./token-exchange.ts";
import {
  ACCESS_TOKEN_TYPE,
  clientCredentialsOf,
  TOKEN_EXCHANGE,
  TokenErrorSchema,
  type TokenRefusal,
  type TokenRequest,
  TokenRequestSchema,
  TokenResponseSchema,
} from "./token-request.ts";

const token = createRoute({
  method: "post",
  path: "/token",
  // RFC 6749 sets its shapes, errors too; docs/developer.md tells of it.
  hide: true,
  security: [],
  summary: "A token for one purpose, or for a registered program",
  description:
    "Token exchange (RFC 8693) with `purpose_of_use`, and client credentials (SMART Backend Services) of programs that are registered here with keys or a secret.",
  request: {
    body: {
      content: { "application/x-www-form-urlencoded": { schema: TokenRequestSchema } },
      required: true,
    },
  },
  responses: {
    ...jsonResult(TokenResponseSchema, "The token"),
    400: { description: "Refused", content: { "application/json": { schema: TokenErrorSchema } } },
    401: {
      description: "The client is not to be believed",
      content: { "application/json": { schema: TokenErrorSchema } },
    },
  },
});

const keys = createRoute({
  method: "get",
  path: "/jwks",
  hide: true,
  security: [],
  summary: "The public keys that our own tokens verify with",
  responses: jsonResult(z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }), "RFC 7517"),
});

type OAuthDeps = Pick<ApiDeps, "pipeline" | "oauth">;

export function oauthRoutes(deps: OAuthDeps) {
  return newRoutes()
    .openapi(
      token,
      async (c) => {
        const form = c.req.valid("form");
        const result = await answerFor(deps, c, form);
        c.header("Cache-Control", "no-store");
        if (result.ok) return c.json(presentToken(result.value, form), 200);
        const { error, reason } = result.error;
        if (error !== "invalid_client") return c.json({ error, error_description: reason }, 400);
        c.header("WWW-Authenticate", 'Basic realm="modicum"');
        return c.json({ error, error_description: reason }, 401);
      },
      (result, c) => {
        if (result.success) return undefined;
        c.header("Cache-Control", "no-store");
        return c.json({ error: "invalid_request", error_description: "bad_request" } as const, 400);
      },
    )
    .openapi(keys, async (c) => c.json({ keys: [...(await deps.oauth.tokens.keys()).keys] as KeySet }, 200));
}

type KeySet = { kty: string; [member: string]: unknown }[];

/** `[base]/.well-known/smart-configuration` of the FHIR gateway. */
export async function answerSmartConfiguration({ oauth }: Pick<ApiDeps, "oauth">, c: Context) {
  c.header("Cache-Control", "public, max-age=300");
  // SMART App Launch 2.2: to be read by apps of any origin; it says nothing that is not public.
  c.header("Access-Control-Allow-Origin", "*");
  return c.json(smartConfiguration(await oauth.smartEndpoints()) as Record<string, never>, 200);
}

async function answerFor(
  deps: OAuthDeps,
  c: Context,
  form: TokenRequest,
): Promise<Result<Issued, TokenRefusal>> {
  const client = await deps.oauth.authenticate(clientCredentialsOf(c, form));
  if (client === null) return err({ error: "invalid_client", reason: "unauthenticated" });
  if (form.grant_type === TOKEN_EXCHANGE) return exchangeToken(deps, c, form, client);
  if (form.grant_type !== "client_credentials")
    return err({ error: "unsupported_grant_type", reason: "bad_request" });
  return forProgram(deps, c, form, client);
}

function forProgram(deps: OAuthDeps, c: Context, form: TokenRequest, client: Client | undefined) {
  return client === undefined
    ? Promise.resolve(err({ error: "invalid_client", reason: "unauthenticated" } as const))
    : clientCredentials(deps, c, form, client);
}

function presentToken({ minted, request }: Issued, { grant_type: grant }: TokenRequest) {
  const seconds = Math.max(0, Math.floor((minted.endsAt - minted.issuedAt) / 1_000));
  return {
    access_token: minted.token,
    ...(grant === TOKEN_EXCHANGE ? { issued_token_type: ACCESS_TOKEN_TYPE } : {}),
    token_type: "Bearer" as const,
    expires_in: seconds,
    ...(request.scopes === null ? {} : { scope: request.scopes.join(" ") }),
    ...(request.purpose === null ? {} : { purpose_of_use: request.purpose }),
    ...(request.caseId === null ? {} : { case: request.caseId }),
  };
}
