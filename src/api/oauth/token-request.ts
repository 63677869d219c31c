import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ReasonCode } from "../../kernel/reasons.ts";
import type { ClientCredentials } from "../../identity/oauth/client-authentication.ts";

export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
export const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";
const JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";
/** The subject token is the session of the console, in its cookie. */
const SESSION_TYPE = "urn:modicum:params:oauth:token-type:session";

export const TokenRequestSchema = z
  .object({
    grant_type: z.string().openapi({ enum: ["client_credentials", TOKEN_EXCHANGE] }),
    subject_token: z.string().max(16_384).optional(),
    subject_token_type: z
      .string()
      .optional()
      .openapi({ enum: [ACCESS_TOKEN_TYPE, JWT_TYPE, SESSION_TYPE] }),
    requested_token_type: z
      .string()
      .optional()
      .openapi({ enum: [ACCESS_TOKEN_TYPE] }),
    purpose_of_use: z
      .string()
      .max(256)
      .optional()
      .openapi({ description: "An id of ours, or a v3 PurposeOfUse code." }),
    case: z
      .string()
      .max(128)
      .optional()
      .openapi({ description: "The case of a purpose that is bound to one." }),
    scope: z.string().max(4_096).optional().openapi({ description: "SMART scopes; they only narrow." }),
    client_id: z.string().max(256).optional(),
    client_secret: z.string().max(256).optional(),
    client_assertion_type: z.string().max(256).optional(),
    client_assertion: z.string().max(16_384).optional(),
  })
  .openapi("TokenRequest");

export type TokenRequest = z.infer<typeof TokenRequestSchema>;

export const TokenResponseSchema = z
  .object({
    access_token: z.string(),
    issued_token_type: z.string().optional(),
    token_type: z.literal("Bearer"),
    expires_in: z
      .number()
      .openapi({ description: "Seconds: at most 900, and never beyond the subject token." }),
    scope: z.string().optional(),
    purpose_of_use: z.string().optional(),
    case: z.string().optional(),
  })
  .openapi("TokenResponse");

export const TokenErrorSchema = z
  .object({
    error: z.string(),
    error_description: z.string().openapi({ description: "A reason code of /api/schemas." }),
  })
  .openapi("TokenError");

/** RFC 6749, 5.2; RFC 8693, 2.2.2. */
export interface TokenRefusal {
  readonly error:
    | "invalid_request"
    | "invalid_client"
    | "unauthorized_client"
    | "unsupported_grant_type"
    | "invalid_scope";
  readonly reason: ReasonCode;
}

/** The kind of subject token; null: one that is not taken. */
export function subjectKind({ subject_token: token, subject_token_type: type }: TokenRequest) {
  if (type === SESSION_TYPE) return token === undefined ? "session" : null;
  const isToken = type === ACCESS_TOKEN_TYPE || type === JWT_TYPE;
  return isToken && token !== undefined && token !== "" ? "token" : null;
}

/** What the request brings to authenticate the client by. */
export function clientCredentialsOf(c: Context, form: TokenRequest): ClientCredentials {
  return {
    authorization: c.req.header("authorization"),
    clientId: form.client_id,
    clientSecret: form.client_secret,
    assertionType: form.client_assertion_type,
    assertion: form.client_assertion,
  };
}
