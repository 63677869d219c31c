import { beforeEach, describe, expect, it } from "vitest";
import type { SessionStore } from "./ports.ts";
import { createSessions, SESSION_LIMITS, type Sessions } from "./sessions.ts";
import { memorySessionStore } from "./testing/memory-session-store.ts";
import { type MovableClock, movableClock } from "./testing/movable-clock.ts";

const MINUTE = 60_000;

let store: SessionStore;
let clock: MovableClock;
let sessions: Sessions;
let cookies: string;
let id: string;

beforeEach(async () => {
  store = memorySessionStore();
  clock = movableClock("2026-05-04T12:00:00Z");
  sessions = createSessions({ store, clock, method: "demo", secure: false });
  const begun = await sessions.start("bea.biller");
  cookies = `modicum=${begun.secret}`;
  id = begun.session.id;
});

const personOf = async (from = sessions, sent = cookies) => (await from.of(sent))?.personId;

describe("a session", () => {
  it("is opened by its cookie", async () => {
    expect(await personOf()).toBe("bea.biller");
  });

  it("has a secret of 32 random bytes, of which the store sees a digest alone", async () => {
    const secret = cookies.replace("modicum=", "");
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await store.find(id))).not.toContain(secret);
  });

  it("is not opened by its id, which a copy of the store holds", async () => {
    const digest = Buffer.from(id, "hex").toString("base64url");
    expect(await personOf(sessions, `modicum=${digest}`)).toBeUndefined();
  });

  it("gets a new secret at every sign-in, also of the same person", async () => {
    const again = await sessions.start("bea.biller");
    expect(`modicum=${again.secret}`).not.toBe(cookies);
  });

  it("45 CFR 164.312(a)(2)(iii) ends after 30 minutes without use", async () => {
    clock.pass(SESSION_LIMITS.idle - 1);
    expect(await personOf()).toBe("bea.biller");
    clock.pass(SESSION_LIMITS.idle);
    expect(await personOf()).toBeUndefined();
  });

  it("goes on while it is used, until 8 hours are over", async () => {
    for (let used = 0; used < 24; used++) {
      expect(await personOf()).toBe("bea.biller");
      clock.pass(20 * MINUTE);
    }
    expect(await personOf()).toBeUndefined();
  });

  it("is not written again when it is used within the same minute", async () => {
    clock.pass(MINUTE - 1);
    await sessions.of(cookies);
    expect((await store.find(id))?.seenAt).toBe(clock.now() - MINUTE + 1);
    clock.pass(1);
    await sessions.of(cookies);
    expect((await store.find(id))?.seenAt).toBe(clock.now());
  });

  it("is over at once when it is ended", async () => {
    await sessions.end(id);
    expect(await personOf()).toBeUndefined();
  });

  it("of the demo is not believed in production", async () => {
    expect(await personOf(createSessions({ store, clock, method: "oidc", secure: false }))).toBeUndefined();
  });

  it("is forgotten a day after its end", async () => {
    clock.pass(SESSION_LIMITS.whole + 25 * 60 * MINUTE);
    await sessions.start("nina.nurse");
    expect(await store.find(id)).toBeUndefined();
  });
});

describe("the cookie", () => {
  it("is bound to the host by its name where there is TLS", async () => {
    const secure = createSessions({ store, clock, method: "demo", secure: true });
    expect(secure.cookie).toEqual({ name: "__Host-modicum", secure: true });
    expect(await personOf(secure)).toBeUndefined();
    expect(await personOf(secure, `__Host-${cookies}`)).toBe("bea.biller");
  });

  it.each(["modicum=", "modicum=short", `modicum=${"!".repeat(43)}`, ""])(
    "`%s` opens nothing",
    async (sent) => {
      expect(await personOf(sessions, sent)).toBeUndefined();
    },
  );
});
