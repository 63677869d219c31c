import { z } from "zod";
import type { SmartEndpoints } from "./smart-configuration.ts";

type ProviderEndpoints = Omit<SmartEndpoints, "ownToken" | "ownJwks">;

const TIMEOUT_MS = 5_000;
const url = z.url().optional();
const metadata = z.object({
  issuer: z.string(),
  jwks_uri: url,
  authorization_endpoint: url,
  token_endpoint: url,
  introspection_endpoint: url,
  revocation_endpoint: url,
});

export const NO_PROVIDER: ProviderEndpoints = {
  issuer: null,
  jwks: null,
  authorization: null,
  token: null,
  introspection: null,
  revocation: null,
};

/**
 * Where the identity provider's endpoints are, as it describes itself (OpenID Connect Discovery 1.0). While it does not
 * answer, its name alone is known; it is asked again the next time.
 */
export function providerEndpoints(issuer: string): () => Promise<ProviderEndpoints> {
  let found: Promise<ProviderEndpoints> | undefined;
  return () => {
    found ??= discover(issuer).catch(() => {
      found = undefined;
      return { ...NO_PROVIDER, issuer };
    });
    return found;
  };
}

async function discover(issuer: string): Promise<ProviderEndpoints> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const reply = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  const said = metadata.parse(await reply.json());
  if (said.issuer !== issuer) throw new Error("another issuer");
  return {
    issuer,
    jwks: said.jwks_uri ?? null,
    authorization: said.authorization_endpoint ?? null,
    token: said.token_endpoint ?? null,
    introspection: said.introspection_endpoint ?? null,
    revocation: said.revocation_endpoint ?? null,
  };
}
