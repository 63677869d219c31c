import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Sealer } from "../../keys/ports.ts";

/** What a sign-in that has begun must find again when the browser comes back. */
export interface OidcState {
  /** Ties the answer to this browser (RFC 6749 10.12). */
  readonly state: string;
  /** Ties the ID token to this sign-in (OpenID Connect Core 1.0, 15.5.2). */
  readonly nonce: string;
  /** Ties the code to us (RFC 7636). */
  readonly verifier: string;
  readonly returnTo: string;
  /** The session that this browser had: its strict cookie does not come back with it. */
  readonly replaces: string | null;
}

/** How long somebody may take at the provider, with a second factor to find. Milliseconds. */
export const OIDC_STATE_MS = 10 * 60_000;

const CONTEXT = "oidc-sign-in";
const text = z.string().max(1_024);
const sealedState = z.object({
  state: text,
  nonce: text,
  verifier: text,
  returnTo: text,
  replaces: text.nullable(),
  until: z.number(),
});

/** Seals the state for a cookie, which the browser can neither read nor make. */
export async function sealState(sealer: Sealer, clock: Clock, state: OidcState): Promise<string> {
  const plaintext = JSON.stringify({ ...state, until: clock.now() + OIDC_STATE_MS });
  return Buffer.from(await sealer.seal(Buffer.from(plaintext), CONTEXT)).toString("base64url");
}

/** Opens what `sealState` made; null for anything else, and once its time is over. */
export async function openState(
  sealer: Sealer,
  clock: Clock,
  sealed: string | undefined,
): Promise<OidcState | null> {
  if (sealed === undefined) return null;
  try {
    const plaintext = await sealer.open(Buffer.from(sealed, "base64url"), CONTEXT);
    const { until, ...state } = sealedState.parse(JSON.parse(Buffer.from(plaintext).toString("utf8")));
    return clock.now() < until ? state : null;
  } catch (cause) {
    if (cause instanceof AppError || cause instanceof SyntaxError || cause instanceof z.ZodError) return null;
    throw cause;
  }
}
