import * as openid from "openid-client";
import type { Clock } from "../../kernel/clock.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Sealer } from "../../keys/ports.ts";
import { isRefusal, oidcClient, type OidcClientOptions } from "./client.ts";
import { consolePath } from "./console-path.ts";
import type { OidcSignIn } from "./ports.ts";
import { openState, sealState } from "./state.ts";

export interface OidcSignInOptions extends OidcClientOptions {
  /** Where browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** The claim that holds our person id: `sub`, `preferred_username`, `email`. */
  readonly personClaim: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Told of what the operator must put right. */
  readonly onFault: (fault: unknown) => void;
}

/** Below `publicUrl`; registered with the provider as redirect URI. */
export const OIDC_CALLBACK = "/api/v1/session/oidc/callback";

/** Sign-in through the organization's OpenID provider. No token of it is kept: it says who, once. */
export function createOidcSignIn(options: OidcSignInOptions): OidcSignIn {
  const { publicUrl, sealer, clock } = options;
  const client = oidcClient(options);
  const redirectUri = `${publicUrl}${OIDC_CALLBACK}`;
  return {
    async begin(returnTo, session) {
      const config = await client();
      const [state, nonce, verifier] = [
        openid.randomState(),
        openid.randomNonce(),
        openid.randomPKCECodeVerifier(),
      ];
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: scopeFor(options.personClaim),
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      const kept = { state, nonce, verifier, returnTo: consolePath(returnTo), replaces: session };
      return { url: url.href, state: await sealState(sealer, clock, kept) };
    },
    async finish(query, sealed) {
      const kept = await openState(sealer, clock, sealed);
      if (kept === null) return err("unauthenticated");
      try {
        const claims = await claimsFor(await client(), new URL(`${redirectUri}${query}`), kept, options);
        const personId = personIn(claims, options.personClaim);
        const { returnTo, replaces } = kept;
        return personId === null ? err("person_unknown") : ok({ personId, returnTo, replaces });
      } catch (cause) {
        if (isRefusal(cause)) return err("unauthenticated");
        options.onFault(cause);
        return err("upstream_unavailable");
      }
    },
    async signOutUrl() {
      const config = await client().catch(() => null);
      if (config === null || config.serverMetadata().end_session_endpoint === undefined) return null;
      return openid.buildEndSessionUrl(config, { post_logout_redirect_uri: `${publicUrl}/sign-in` }).href;
    },
  };
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims of the ID token; where the person's is not among them, those of the UserInfo endpoint besides. */
async function claimsFor(
  config: openid.Configuration,
  answer: URL,
  kept: { readonly state: string; readonly nonce: string; readonly verifier: string },
  { personClaim }: OidcSignInOptions,
): Promise<Claims> {
  const tokens = await openid.authorizationCodeGrant(config, answer, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    pkceCodeVerifier: kept.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) return {};
  const hasUserInfo = config.serverMetadata().userinfo_endpoint !== undefined;
  if (personClaim in claims || !hasUserInfo) return claims;
  return { ...(await openid.fetchUserInfo(config, tokens.access_token, claims.sub)), ...claims };
}

/** An address that the provider did not verify is anybody's to claim (OpenID Connect Core 1.0, 5.7). */
function personIn(claims: Claims, personClaim: string): string | null {
  const value = claims[personClaim];
  if (typeof value !== "string" || value === "" || value.length > 256) return null;
  return personClaim === "email" && claims["email_verified"] !== true ? null : value;
}

function scopeFor(personClaim: string): string {
  if (personClaim === "sub") return "openid";
  return personClaim === "email" ? "openid email" : "openid profile";
}
