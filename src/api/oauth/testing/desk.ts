import { generateKeyPairSync } from "node:crypto";
import type { Client } from "../../../identity/clients/ports.ts";
import {
  memoryClientStore,
  memoryConnectionStore,
} from "../../../identity/clients/testing/memory-client-store.ts";
import { authenticateClient } from "../../../identity/oauth/client-authentication.ts";
import { ownTokens } from "../../../identity/oauth/own-tokens.ts";
import { NO_PROVIDER } from "../../../identity/oauth/provider-endpoints.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { ApiDeps } from "../../ports.ts";

const BASE = "http://modicum.test/oauth";

/** A token endpoint and registrations in memory, for tests. */
export function memoryOAuth(
  clock: Clock,
  registered: readonly Client[] = [],
): Pick<ApiDeps, "oauth" | "clients" | "connections"> {
  const [clients, connections] = [memoryClientStore(registered), memoryConnectionStore()];
  const parts = { clients, spent: connections, audience: () => `${BASE}/token`, now: () => clock.now() };
  return {
    clients,
    connections,
    oauth: {
      tokens: ownTokens({ issuer: () => BASE, key: generateKeyPairSync("ed25519"), clock }),
      authenticate: (credentials) => authenticateClient(parts, credentials),
      smartEndpoints: async () => ({ ...NO_PROVIDER, ownToken: `${BASE}/token`, ownJwks: `${BASE}/jwks` }),
    },
  };
}
