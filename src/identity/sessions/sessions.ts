import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../kernel/clock.ts";
import { cookieNamed } from "./cookie.ts";
import type { Session, SessionStore, SignInMethod } from "./ports.ts";

/** Sessions of the console: a person stays signed in by a cookie whose secret is kept nowhere else. */
export interface Sessions {
  readonly cookie: SessionCookie;
  /** Signs a person in; the secret is for the cookie and exists only here. Always a new one: a session is never taken over. */
  start(personId: string): Promise<{ readonly secret: string; readonly session: Session }>;
  /** The session that these cookies (the Cookie header) open, and counts as its use; null: none that is to be believed. */
  of(cookies: string | undefined): Promise<Session | null>;
  end(sessionId: string): Promise<void>;
  /** The session of this id while it can be used, else null; asking is no use of it. */
  find(sessionId: string): Promise<Session | null>;
  /** The open sessions of a person, the latest used first. */
  ofPerson(personId: string): Promise<readonly Session[]>;
  /** Ends all open sessions of a person but this one; says which. */
  endOthers(personId: string, kept: string | null): Promise<readonly string[]>;
}

export interface SessionCookie {
  /** `__Host-` keeps other hosts of the domain from setting it (RFC 6265bis 4.1.3.2); it needs TLS. */
  readonly name: "__Host-modicum" | "modicum";
  readonly secure: boolean;
}

export interface SessionParts {
  readonly store: SessionStore;
  readonly clock: Clock;
  /** Sessions of the other method are not believed: production knows none of the demo's. */
  readonly method: SignInMethod;
  /** True where browsers reach us by https. */
  readonly secure: boolean;
}

/** Automatic logoff, 45 CFR 164.312(a)(2)(iii). Milliseconds. */
export const SESSION_LIMITS = { whole: 8 * 3_600_000, idle: 30 * 60_000 } as const;

/** Use within this time is not written again. */
const TOUCH_MS = 60_000;
/** Sessions that ended longer ago are forgotten. */
const KEEP_MS = 24 * 3_600_000;
/** 32 bytes in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Sessions over a store that sees digests alone: a copy of it signs nobody in. */
export function createSessions({ store, clock, method, secure }: SessionParts): Sessions {
  const cookie: SessionCookie = { name: secure ? "__Host-modicum" : "modicum", secure };
  return {
    cookie,
    async start(personId) {
      const secret = randomBytes(32).toString("base64url");
      const now = clock.now();
      const session: Session = {
        id: digestOf(secret),
        personId,
        method,
        madeAt: now,
        seenAt: now,
        endsAt: now + SESSION_LIMITS.whole,
        revokedAt: null,
      };
      await store.forget(now - KEEP_MS);
      await store.add(session);
      return { secret, session };
    },
    async of(cookies) {
      const secret = cookieNamed(cookie.name, cookies);
      if (secret === undefined || !SECRET.test(secret)) return null;
      const session = await store.find(digestOf(secret));
      const now = clock.now();
      if (session === undefined || session.method !== method || !isOpen(session, now)) return null;
      if (now - session.seenAt >= TOUCH_MS) await store.touch(session.id, now);
      return session;
    },
    end: (sessionId) => store.revoke(sessionId, clock.now()),
    async find(sessionId) {
      const session = await store.find(sessionId);
      const isHere = session !== undefined && session.method === method && isOpen(session, clock.now());
      return isHere ? session : null;
    },
    ofPerson: openOf,
    async endOthers(personId, kept) {
      const others = (await openOf(personId)).map(({ id }) => id).filter((id) => id !== kept);
      for (const id of others) await store.revoke(id, clock.now());
      return others;
    },
  };

  async function openOf(personId: string): Promise<readonly Session[]> {
    const sessions = await store.ofPerson(personId);
    return sessions.filter((session) => session.method === method && isOpen(session, clock.now()));
  }
}

function isOpen({ revokedAt, seenAt, endsAt }: Session, now: number): boolean {
  return revokedAt === null && now < endsAt && now - seenAt < SESSION_LIMITS.idle;
}

function digestOf(secret: string): string {
  return createHash("sha256").update("modicum/session/v1\0").update(secret).digest("hex");
}
