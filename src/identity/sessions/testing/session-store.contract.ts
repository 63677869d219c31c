import { beforeEach, describe, expect, it } from "vitest";
import type { Session, SessionStore } from "../ports.ts";

const NOON = Date.parse("2026-05-04T12:00:00Z");
const MINUTE = 60_000;

/** A session whose fields can be set one by one; its id is a digest made of one hexadecimal digit. */
export function sessionNamed(digit: string, fields: Partial<Session> = {}): Session {
  return {
    id: digit.repeat(64),
    personId: "bea.biller",
    method: "demo",
    madeAt: NOON,
    seenAt: NOON,
    endsAt: NOON + 480 * MINUTE,
    revokedAt: null,
    ...fields,
  };
}

/** What every implementation of SessionStore keeps to. `open` gives an empty store. */
export function sessionStoreContract(open: () => Promise<SessionStore>): void {
  let store: SessionStore;
  const session = sessionNamed("a");

  beforeEach(async () => {
    store = await open();
    await store.add(session);
  });

  it("keeps every field as it was given", async () => {
    expect(await store.find(session.id)).toEqual(session);
  });

  it("finds nothing by an id that no session has", async () => {
    expect(await store.find("b".repeat(64))).toBeUndefined();
  });

  it("lists the sessions of one person, the latest used first", async () => {
    const later = sessionNamed("b", { seenAt: NOON + MINUTE });
    await store.add(later);
    await store.add(sessionNamed("c", { personId: "nina.nurse" }));
    expect(await store.ofPerson("bea.biller")).toEqual([later, session]);
  });

  describe("touch", () => {
    it("moves the last use forward", async () => {
      await store.touch(session.id, NOON + MINUTE);
      expect(await store.find(session.id)).toEqual({ ...session, seenAt: NOON + MINUTE });
    });

    it("never moves it back", async () => {
      await store.touch(session.id, NOON - MINUTE);
      expect(await store.find(session.id)).toEqual(session);
    });
  });

  describe("revoke", () => {
    it("ends this session and no other", async () => {
      const other = sessionNamed("b");
      await store.add(other);
      await store.revoke(session.id, NOON + MINUTE);
      expect(await store.find(session.id)).toEqual({ ...session, revokedAt: NOON + MINUTE });
      expect(await store.find(other.id)).toEqual(other);
    });

    it("keeps the first time when it comes again", async () => {
      await store.revoke(session.id, NOON + MINUTE);
      await store.revoke(session.id, NOON + 2 * MINUTE);
      expect((await store.find(session.id))?.revokedAt).toBe(NOON + MINUTE);
    });
  });

  it("forgets sessions that ended before, and keeps the others", async () => {
    await store.add(sessionNamed("b", { endsAt: NOON + MINUTE }));
    await store.forget(session.endsAt);
    expect(await store.find("b".repeat(64))).toBeUndefined();
    expect(await store.find(session.id)).toEqual(session);
  });
}
