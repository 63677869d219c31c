import type { Client } from "../../identity/clients/ports.ts";
import type { ClientCredentials } from "../../identity/oauth/client-authentication.ts";
import type { OwnTokens } from "../../identity/oauth/own-tokens.ts";
import type { SmartEndpoints } from "../../identity/oauth/smart-configuration.ts";

/** Our own token endpoint, and what is said about the identity provider's. */
export interface OAuthDesk {
  readonly tokens: OwnTokens;
  /** Undefined: no client tried to authenticate; null: one did that is not to be believed. */
  authenticate(credentials: ClientCredentials): Promise<Client | null | undefined>;
  smartEndpoints(): Promise<SmartEndpoints>;
}
