import { createHash } from "node:crypto";
import type { Clock } from "../kernel/clock.ts";
import type { VerifiedToken } from "./tokens.ts";

/** Tokens whose signature was verified a short while ago. */
export interface BelievedTokens {
  /** What was said of this token within the last minute; null: nothing, or it has ended. */
  find(text: string): VerifiedToken | null;
  keep(text: string, token: VerifiedToken): void;
}

/**
 * How long a signature counts as verified: as long as a key that its issuer has taken out of use is still believed.
 * What an issuer publishes is kept for ten minutes anyway (jose, `cacheMaxAge`).
 */
const LIFE_MS = 60_000;
const KEPT = 10_000;

interface Kept {
  readonly token: VerifiedToken;
  readonly since: number;
  readonly until: number;
}

/**
 * Remembers what follows from a token alone: its signature and its claims. Whether it was taken back, and whether its
 * person, session or client still stands, is asked with every request (identify.ts). A token is kept by its digest, and
 * not beyond its own end.
 */
export function createBelievedTokens(clock: Clock): BelievedTokens {
  const kept = new Map<string, Kept>();
  return {
    find(text) {
      const key = digestOf(text);
      const found = kept.get(key);
      if (found === undefined) return null;
      const now = clock.now();
      if (found.since <= now && now < found.until) return found.token;
      kept.delete(key);
      return null;
    },
    keep(text, token) {
      const since = clock.now();
      const until = Math.min(since + LIFE_MS, token.endsAt ?? Number.POSITIVE_INFINITY);
      if (kept.size >= KEPT) kept.clear();
      kept.set(digestOf(text), { token, since, until });
    },
  };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
