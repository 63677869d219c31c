import type { OAuthDesk } from "../api/oauth/ports.ts";
import type { Config } from "../config.ts";
import type { ClientStore, ConnectionStore } from "../identity/clients/ports.ts";
import { authenticateClient } from "../identity/oauth/client-authentication.ts";
import { ownTokens } from "../identity/oauth/own-tokens.ts";
import { NO_PROVIDER, providerEndpoints } from "../identity/oauth/provider-endpoints.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Sealer } from "../keys/ports.ts";
import { openTokenSigningKey } from "../keys/token-signing-key.ts";
import { keysDirOf } from "./storage.ts";

/** Our own token endpoint: who may use it, and what its tokens are signed with. */
export async function openOAuth(
  config: Config,
  parts: {
    readonly clients: ClientStore;
    readonly connections: ConnectionStore;
    readonly sealer: Sealer;
    readonly clock: Clock;
    readonly place: { readonly url: string };
  },
): Promise<OAuthDesk> {
  const { clients, connections, clock, place } = parts;
  const key = await openTokenSigningKey(keysDirOf(config.dataDir), parts.sealer);
  const below = (path: string): string => `${place.url}/oauth${path}`;
  const provider =
    config.production === undefined
      ? async () => NO_PROVIDER
      : providerEndpoints(config.production.oidcIssuer);
  return {
    tokens: ownTokens({ issuer: () => below(""), key, clock }),
    authenticate: (credentials) =>
      authenticateClient(
        { clients, spent: connections, audience: () => below("/token"), now: () => clock.now() },
        credentials,
      ),
    smartEndpoints: async () => ({
      ...(await provider()),
      ownToken: below("/token"),
      ownJwks: below("/jwks"),
    }),
  };
}
