import type { Clock } from "../../kernel/clock.ts";
import type { VerifiedToken } from "../tokens.ts";
import type { ConnectionStore } from "./ports.ts";

/** What the tokens of apps are admitted by, and kept count of. */
export interface Connections {
  /**
   * False for a token that was taken back: itself, what it was exchanged for, or all of this client for this person.
   * Else the use is noted, to the minute, under the client that the token names.
   */
  admit(personId: string, token: VerifiedToken, purpose: string | null): Promise<boolean>;
}

/** Use within this time, with the same scopes and purpose, is not written again. */
const NOTE_MS = 60_000;
const SESSION = "session:";

/** How a token says that it was exchanged for a session (`origin`). */
export function originOfSession(sessionId: string): string {
  return `${SESSION}${sessionId}`;
}

/** The session that a token was exchanged for; null: for none. */
export function sessionIn(origin: string | null): string | null {
  return origin?.startsWith(SESSION) ? origin.slice(SESSION.length) : null;
}

export function createConnections(store: ConnectionStore, clock: Clock): Connections {
  return {
    async admit(personId, token, purpose) {
      const { clientId, sessionId, origin, issuedAt, scopes } = token;
      // A session of the console is no token: it is ended where it is kept.
      if (token.issuer === "") return true;
      if (await store.isRevoked(origin === null ? [sessionId] : [sessionId, origin])) return false;
      if (clientId === null) return true;
      const known = await store.find(personId, clientId);
      const revokedAt = known?.revokedAt ?? null;
      // A token that does not say when it was issued may be older than that.
      if (revokedAt !== null && (issuedAt ?? 0) <= revokedAt) return false;
      const now = clock.now();
      const isNoted =
        known !== undefined &&
        now - known.usedAt < NOTE_MS &&
        known.purpose === purpose &&
        known.scopes?.join(" ") === scopes?.join(" ");
      if (!isNoted) await store.use({ personId, clientId, usedAt: now, scopes, purpose });
      return true;
    },
  };
}
