import * as openid from "openid-client";
import { AppError } from "../../kernel/errors.ts";

export interface OidcClientOptions {
  /** As the provider writes it in `iss`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Seconds that one call to the provider may take. */
const TIMEOUT = 5;
/** Seconds that the provider's clock may be off. */
const CLOCK_TOLERANCE = 60;

/** Finds the provider when first needed (OpenID Connect Discovery 1.0); a failure is tried again by the next sign-in. */
export function oidcClient(options: OidcClientOptions): () => Promise<openid.Configuration> {
  let found: Promise<openid.Configuration> | undefined;
  return () => {
    found ??= discover(options).catch((cause: unknown) => {
      found = undefined;
      throw new AppError(
        "upstream_unreachable",
        `the identity provider at \`${options.issuer}\` does not answer`,
        { cause },
      );
    });
    return found;
  };
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: OidcClientOptions): Promise<openid.Configuration> {
  const isLocal = new URL(issuer).hostname === "127.0.0.1";
  const client = { [openid.clockTolerance]: CLOCK_TOLERANCE };
  const config = await openid.discovery(new URL(issuer), clientId, client, secretBy(clientSecret), {
    timeout: TIMEOUT,
    // Configuration takes https issuers alone; what remains is a provider on this machine.
    execute: isLocal ? [openid.allowInsecureRequests] : [],
  });
  // The token endpoint's TLS vouches for the ID token already (OpenID Connect Core 1.0, 3.1.3.7); its signature must too.
  openid.enableNonRepudiationChecks(config);
  return config;
}

/** By HTTP Basic, the default of OpenID Connect Registration 1.0, unless the provider takes it in the body alone. */
function secretBy(clientSecret: string): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(clientSecret), openid.ClientSecretPost(clientSecret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

/** Codes of openid-client for an answer that is not the one this sign-in waits for. */
const NOT_OURS: ReadonlySet<string | undefined> = new Set([
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
]);

/** True where the provider, or what the browser brought, says no; false where something is broken. */
export function isRefusal(cause: unknown): boolean {
  if (cause instanceof openid.AuthorizationResponseError) return true;
  if (cause instanceof openid.ResponseBodyError) return cause.error === "invalid_grant";
  return cause instanceof openid.ClientError && NOT_OURS.has(cause.code);
}
