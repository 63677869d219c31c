import { describe, expect, it } from "vitest";
import type { DeviceStore } from "../ports.ts";
import type { Device, WipeRequest } from "../types.ts";

/** A device that proves itself at 1,000. */
export const LAPTOP: Device = {
  id: "laptop-1",
  owner: "nina.nurse",
  platform: "Windows",
  serial: "S-1",
  encrypted: true,
  compliant: true,
  seenAt: 1_000,
};

export const WIPE: WipeRequest = {
  id: "00000000-0000-7000-8000-000000000001",
  deviceId: LAPTOP.id,
  askedBy: "sam.security",
  reason: "canary: lost on the bus",
  askedAt: 2_000,
  changedAt: 2_000,
  state: "requested",
  attempts: 0,
};

export function deviceStoreContract(open: () => Promise<DeviceStore>): void {
  describe("devices", () => {
    it("DEV-3 F157 keeps the newest word on a device, whatever the order rows come in", async () => {
      const store = await open();
      expect(await store.upsert([LAPTOP], 1)).toBe(1);
      expect(await store.upsert([{ ...LAPTOP, encrypted: false, seenAt: 999 }], 2)).toBe(0);
      expect(await store.find(LAPTOP.id)).toEqual(LAPTOP);
      const newer = { ...LAPTOP, encrypted: null, seenAt: 1_001 };
      expect(await store.upsert([newer], 3)).toBe(1);
      expect(await store.list({ limit: 5 })).toEqual([newer]);
      expect(await store.list({ after: LAPTOP.id, limit: 5 })).toEqual([]);
    });

    it("DEV-6 F157 keeps who asked for a wipe and why, until it is settled", async () => {
      const store = await open();
      await store.upsert([LAPTOP], 1);
      expect(await store.addWipe(WIPE)).toBe(true);
      expect(await store.addWipe(WIPE)).toBe(false);
      expect(await store.openWipes()).toEqual([WIPE]);
      await store.settleWipe(WIPE.id, "acknowledged", 1, 3_000);
      expect(await store.openWipes()).toEqual([]);
      expect(await store.wipes(5)).toEqual([
        { ...WIPE, state: "acknowledged", attempts: 1, changedAt: 3_000 },
      ]);
    });
  });
}
