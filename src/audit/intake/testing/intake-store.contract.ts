import { describe, expect, it } from "vitest";
import type { IntakeStore, NewReject, SourceStore } from "../ports.ts";
import { recordSource } from "./memory-intake.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 4, 4, 12);
const REJECT: NewReject = {
  id: "00000000-0000-8000-8000-000000000001",
  source: "lab",
  at: NOON,
  place: 7,
  reason: "time_invalid",
  raw: "canary;;",
};

export function sourceStoreContract(open: () => Promise<SourceStore>): void {
  describe("sources", () => {
    it("F180 gives what was registered, by id, and nothing under another", async () => {
      const store = await open();
      const lab = recordSource({ rules: { aliases: { "7": "paul.provider" }, certificates: ["ab"] } });
      expect(await store.add(lab)).toBe(true);
      expect(await store.add(recordSource({ name: "other" }))).toBe(false);
      await store.add(recordSource({ id: "imaging" }));
      expect((await store.list()).map(({ id }) => id)).toEqual(["imaging", "lab"]);
      expect(await store.find("lab")).toEqual(lab);
      expect(await store.find("none")).toBeUndefined();
    });

    it("F180 of two changes on one version the second is refused", async () => {
      const store = await open();
      await store.add(recordSource());
      expect(await store.change(recordSource({ name: "first" }), 1)).toBe(true);
      expect(await store.change(recordSource({ name: "second" }), 1)).toBe(false);
      expect(await store.find("lab")).toMatchObject({ name: "first", version: 2 });
    });

    it("INT-21 F180 a silence is marked once, and ends when something comes", async () => {
      const store = await open();
      await store.add(recordSource());
      await store.seen("lab", 5);
      await store.seen("lab", 3);
      expect(await store.silence("lab", 3, 9)).toBe(false);
      expect(await store.silence("lab", 5, 9)).toBe(true);
      expect(await store.silence("lab", 5, 10)).toBe(false);
      expect(await store.find("lab")).toMatchObject({ seenAt: 5, silentSince: 9 });
      await store.unsilence("lab");
      expect(await store.silence("lab", 5, 11)).toBe(true);
      await store.seen("lab", 12);
      expect(await store.find("lab")).toMatchObject({ seenAt: 12, silentSince: null });
    });
  });
}

export function intakeStoreContract(open: () => Promise<IntakeStore>): void {
  describe("what came in", () => {
    it("INT-7 keeps a rejected event once, and gives it as it came", async () => {
      const store = await open();
      await store.keepRejects([REJECT]);
      await store.keepRejects([{ ...REJECT, at: NOON + 1 }]);
      expect(await store.rejects("lab", 10)).toEqual([
        { id: REJECT.id, at: NOON, place: 7, reason: "time_invalid", raw: null },
      ]);
      expect(await store.rejected("lab", REJECT.id)).toEqual(REJECT);
      expect(await store.rejected("imaging", REJECT.id)).toBeUndefined();
    });

    it("F180 counts by day, newest first, from the day asked for", async () => {
      const store = await open();
      await store.keepRejects([REJECT]);
      await store.countDuplicates("lab", NOON, 2);
      await store.countDuplicates("lab", NOON, 3);
      await store.countDuplicates("lab", NOON - DAY, 1);
      await store.countDuplicates("lab", NOON - 2 * DAY, 1);
      await store.countDuplicates("imaging", NOON, 9);
      expect(await store.days("lab", NOON - DAY)).toEqual([
        { day: NOON - DAY / 2, accepted: 0, duplicate: 5, rejected: 1 },
        { day: NOON - DAY * 1.5, accepted: 0, duplicate: 1, rejected: 0 },
      ]);
    });

    it("INT-5 lets one after the other in, also past one that failed", async () => {
      const store = await open();
      let inside = 0;
      const enter = (fails: boolean) =>
        store.inTurn(async () => {
          inside += 1;
          await new Promise((resolve) => setTimeout(resolve, 5));
          const alone = inside === 1;
          inside -= 1;
          if (fails) throw new Error("failed inside");
          return alone;
        });
      const first = enter(true).catch(() => "failed");
      expect(await Promise.all([first, enter(false), enter(false)])).toEqual(["failed", true, true]);
    });
  });
}
