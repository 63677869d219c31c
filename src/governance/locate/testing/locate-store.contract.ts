import { beforeEach, describe, expect, it } from "vitest";
import type { LocateAttempt, LocateStore } from "../ports.ts";

const NOW = Date.UTC(2026, 4, 4, 15);
const HOUR = 3_600_000;
const LIMITS = { missesPerHour: 3, lookupsPerHour: 8 };
const lockId = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** What every implementation of LocateStore keeps to. `open` gives an empty store. */
export function locateStoreContract(open: () => Promise<LocateStore>): void {
  let store: LocateStore;
  beforeEach(async () => {
    store = await open();
  });

  const begin = (now = NOW, personId = "fran") => store.begin(personId, now, LIMITS);
  async function begun(now = NOW, personId = "fran"): Promise<LocateAttempt> {
    const attempt = await begin(now, personId);
    if (typeof attempt === "string") throw new Error(`not admitted: ${attempt}`);
    return attempt;
  }
  const miss = async (now = NOW, number = 1, personId = "fran") =>
    store.settleMiss(await begun(now, personId), now, LIMITS, lockId(number));
  async function missed(times: number, now = NOW): Promise<void> {
    for (let number = 0; number < times; number++) await miss(now);
  }

  it("F162 raises a lock at one miss more than the limit, and no other", async () => {
    await missed(3);
    expect(await store.openLocks()).toEqual([]);
    const lock = { id: lockId(7), personId: "fran", lockedAt: NOW, misses: 4 };
    expect(await miss(NOW, 7)).toEqual(lock);
    expect([await begin(), await store.openLocks()]).toEqual(["locked", [lock]]);
  });

  it("F162 counts no hit as a miss", async () => {
    await missed(3);
    for (let number = 0; number < 4; number++) await store.settleHit(await begun());
    expect(await store.openLocks()).toEqual([]);
  });

  it("F162 counts a lookup that was never settled as a miss", async () => {
    for (let number = 0; number < 4; number++) await begun();
    expect(await begin()).toBe("exhausted");
  });

  it("F162 lets nobody look up more often than the hour holds, whether or not they find", async () => {
    for (let number = 0; number < 8; number++) await store.settleHit(await begun());
    expect(await begin()).toBe("exhausted");
    expect(await begin(NOW + HOUR)).toHaveProperty("id");
  });

  it("F162 counts no miss of an hour ago", async () => {
    await missed(3);
    expect(await miss(NOW + HOUR)).toBeNull();
  });

  it("F162 counts for each person by themselves", async () => {
    await missed(4);
    expect([await begin(), typeof (await begin(NOW, "cal"))]).toEqual(["locked", "object"]);
  });

  it("F162 keeps a lock however long it lasts", async () => {
    await missed(4);
    expect(await begin(NOW + 100 * HOUR)).toBe("locked");
  });

  describe("unlocking", () => {
    const by = { personId: "priya", why: "asked for by phone", at: NOW + 1 };

    it("F162 gives the right back, and counts no miss from before", async () => {
      await missed(4);
      expect(await store.unlock(lockId(1), by)).toBe(true);
      expect(await store.openLocks()).toEqual([]);
      expect(await miss(NOW + 2, 2)).toBeNull();
    });

    it("F162 locks again at as many misses more", async () => {
      await missed(4);
      await store.unlock(lockId(1), by);
      for (let number = 0; number < 3; number++) await miss(NOW + 2);
      expect(await miss(NOW + 2, 2)).toMatchObject({ id: lockId(2), misses: 4 });
    });

    it.each([lockId(9), "not an id"])("F162 finds no lock %s", async (id) => {
      await missed(4);
      expect(await store.unlock(id, by)).toBe(false);
    });

    it("F162 unlocks once", async () => {
      await missed(4);
      await store.unlock(lockId(1), by);
      expect(await store.unlock(lockId(1), by)).toBe(false);
    });
  });

  it("F162 admits of many that come at once no more than could miss one after the other", async () => {
    const admitted = await Promise.all(Array.from({ length: 30 }, () => begin()));
    const attempts = admitted.filter((one) => typeof one !== "string");
    expect(attempts.length).toBe(4);
    const locks = await Promise.all(
      attempts.map((attempt, number) => store.settleMiss(attempt, NOW, LIMITS, lockId(number))),
    );
    expect(locks.filter((lock) => lock !== null).length).toBe(1);
    expect((await store.openLocks()).length).toBe(1);
  });
}
