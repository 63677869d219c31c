import type { JsonObject } from "../../kernel/json.ts";

/** Where a SMART app gets its tokens; null: there is no such place. */
export interface SmartEndpoints {
  /** Of the identity provider; null where there is none, as in the demo. */
  readonly issuer: string | null;
  readonly jwks: string | null;
  readonly authorization: string | null;
  readonly token: string | null;
  readonly introspection: string | null;
  readonly revocation: string | null;
  /** Our own token endpoint: token exchange, and client credentials of clients that are registered with keys here. */
  readonly ownToken: string;
  readonly ownJwks: string;
}

/** What our own token endpoint takes, SMART App Launch 2.2 and RFC 8693. */
const OWN_GRANTS = ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"] as const;

/**
 * The document at `[base]/.well-known/smart-configuration` (SMART App Launch 2.2, "Conformance"). Capabilities are those
 * of this gateway as a resource server; launching, and identity, are the identity provider's to announce. Where there is
 * one, apps get their tokens from it; else from us, by client credentials.
 */
export function smartConfiguration(endpoints: SmartEndpoints): JsonObject {
  const { issuer, jwks, authorization, token, introspection, revocation, ownToken } = endpoints;
  const present = Object.entries({
    issuer,
    jwks_uri: issuer === null ? endpoints.ownJwks : jwks,
    authorization_endpoint: authorization,
    token_endpoint: token ?? ownToken,
    introspection_endpoint: introspection,
    revocation_endpoint: revocation,
  }).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(present),
    grant_types_supported: [
      ...(authorization === null ? [] : ["authorization_code"]),
      ...(token === null ? OWN_GRANTS : ["client_credentials"]),
    ],
    ...(authorization === null ? {} : { code_challenge_methods_supported: ["S256"] }),
    token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_basic", "client_secret_post"],
    token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
    scopes_supported: ["patient/*.rs", "user/*.rs", "system/*.rs"],
    // Of ours beside SMART: a token for a purpose of use, RFC 8693.
    associated_endpoints: [{ url: ownToken, capabilities: ["token-exchange-purpose-of-use"] }],
    capabilities: CAPABILITIES.filter((one) => authorization !== null || !NEED_AUTHORIZATION.has(one)),
  };
}

const CAPABILITIES = [
  "client-confidential-asymmetric",
  "client-confidential-symmetric",
  "permission-patient",
  "permission-user",
  "permission-v1",
  "permission-v2",
] as const;
const NEED_AUTHORIZATION: ReadonlySet<string> = new Set(["permission-patient"]);

/** `CapabilityStatement.rest.security`, with the OAuth endpoints as SMART App Launch writes them there. */
export function smartSecurity({
  authorization,
  token,
  introspection,
  revocation,
  ownToken,
}: SmartEndpoints): JsonObject {
  const uris = [
    ["authorize", authorization],
    ["token", token ?? ownToken],
    ["introspect", introspection],
    ["revoke", revocation],
  ].flatMap(([url, valueUri]) => (url == null || valueUri == null ? [] : [{ url, valueUri }]));
  return {
    cors: false,
    description: "Bearer tokens (RFC 6750) with SMART App Launch 2.2 scopes; a purpose of use by RFC 8693.",
    service: [
      {
        coding: [
          {
            system: "http://terminology.hl7.org/CodeSystem/restful-security-service",
            code: "SMART-on-FHIR",
          },
        ],
      },
    ],
    extension: [
      { url: "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris", extension: uris },
    ],
  };
}
