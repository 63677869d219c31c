import type { ReasonCode } from "../../kernel/reasons.ts";
import type { Result } from "../../kernel/result.ts";

/** Sign-in through an OpenID provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636). */
export interface OidcSignIn {
  /**
   * Begins: where the browser goes, and a sealed state that it brings back. `returnTo` is a path of the console; what is
   * none becomes `/`. `session`: the one that this browser has already; its end is what the sign-in leads to.
   * @throws AppError `upstream_unreachable` when the provider does not answer
   */
  begin(returnTo: string, session: string | null): Promise<{ readonly url: string; readonly state: string }>;
  /** Ends with the person whom the provider vouches for. `query` is what came to the callback, with its `?`. */
  finish(query: string, state: string | undefined): Promise<Result<OidcSignedIn, ReasonCode>>;
  /** Where the browser goes to sign out of the provider too (RP-Initiated Logout 1.0); null: it has no such place. */
  signOutUrl(): Promise<string | null>;
}

export interface OidcSignedIn {
  readonly personId: string;
  /** A path of the console. */
  readonly returnTo: string;
  /** The session that this browser had when it began; null: none. */
  readonly replaces: string | null;
}
