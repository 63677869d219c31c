import { describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/clock.ts";
import type { DeviceQuery, DeviceStore } from "../ports.ts";
import { createInventory, FROM_FILE } from "../reports.ts";
import type { TakenReports } from "../settle.ts";
import type { Device, DeviceReport, WipeRequest } from "../types.ts";

/** A device that proves itself at 1,000. */
export const LAPTOP: Device = {
  id: "laptop-1",
  owner: "nina.nurse",
  kind: "laptop",
  platform: "Windows",
  serial: "S-1",
  encrypted: true,
  compliant: true,
  seenAt: 1_000,
  statedAt: 1_000,
  source: FROM_FILE,
  reportedAt: 1,
  wipedAt: null,
  lostAt: null,
};

/** What is reported of the laptop: for `fields` at their time, as a file or an event says it. */
export function reportOf(
  {
    statedAt,
    wiped = false,
    event = null,
    ...fields
  }: Partial<Device> & { readonly wiped?: boolean; readonly event?: string | null },
  place = 1,
): DeviceReport {
  const { id, owner, kind, platform, serial, encrypted, compliant, seenAt } = { ...LAPTOP, ...fields };
  const state = { id, owner, kind, platform, serial, encrypted, compliant, seenAt };
  return { state, statedAt: statedAt ?? seenAt, wiped, place, event };
}

/** Takes reports into a store at 5,000 by our clock. */
export function taking(
  store: DeviceStore,
): (source: string, ...reports: DeviceReport[]) => Promise<TakenReports> {
  const inventory = createInventory(store, fixedClock(5_000));
  return (source, ...reports) => inventory.take(reports, { source, refused: [] });
}

/** By id, five at most. */
export const BY_ID: DeviceQuery = { order: "id", descending: false, limit: 5 };

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
      const take = taking(store);
      expect(await take(FROM_FILE, reportOf({}))).toMatchObject({ added: 1, refused: [] });
      expect(await take(FROM_FILE, reportOf({ encrypted: false, seenAt: 999 }))).toMatchObject({ older: 1 });
      expect(await store.find(LAPTOP.id)).toEqual({ ...LAPTOP, reportedAt: 5_000 });
      expect(await take(FROM_FILE, reportOf({ encrypted: null, seenAt: 1_001 }))).toMatchObject({
        changed: 1,
      });
      const newer = { ...LAPTOP, encrypted: null, seenAt: 1_001, statedAt: 1_001, reportedAt: 5_000 };
      expect(await store.list(BY_ID)).toEqual([newer]);
    });

    it("DEV-20 F157 takes the same file again without a change", async () => {
      const take = taking(await open());
      await take(FROM_FILE, reportOf({}), reportOf({ id: "phone-1" }, 2));
      expect(await take(FROM_FILE, reportOf({}), reportOf({ id: "phone-1" }, 2))).toMatchObject({
        added: 0,
        changed: 0,
        unchanged: 2,
      });
    });

    it("DEV-25 F157 takes an event of a manager once, and another manager's of that id besides", async () => {
      const store = await open();
      const take = taking(store);
      await take("intune", reportOf({ event: "e-1" }));
      expect(await take("intune", reportOf({ event: "e-1", encrypted: false, seenAt: 2_000 }))).toMatchObject(
        {
          duplicate: 1,
          changed: 0,
        },
      );
      expect(await store.find(LAPTOP.id)).toMatchObject({ encrypted: true, source: "intune" });
      expect(await take("jamf", reportOf({ event: "e-1", encrypted: false, seenAt: 2_000 }))).toMatchObject({
        changed: 1,
      });
    });

    it("DEV-26 F157 an event that comes late undoes no newer state", async () => {
      const store = await open();
      const take = taking(store);
      await take("intune", reportOf({ event: "new", encrypted: false, statedAt: 3_000 }));
      expect(await take("intune", reportOf({ event: "old", statedAt: 2_000 }))).toMatchObject({ older: 1 });
      expect(await store.find(LAPTOP.id)).toMatchObject({ encrypted: false, statedAt: 3_000 });
    });

    it("DEV-22 F157 writes nothing where the record takes no entry of it", async () => {
      const store = await open();
      const inventory = createInventory(store, fixedClock(5_000));
      const note = () => Promise.reject(new Error("no entry"));
      const options = { source: "intune", refused: [], note };
      await expect(inventory.take([reportOf({ event: "e-1" })], options)).rejects.toThrow();
      expect(await store.find(LAPTOP.id)).toBeUndefined();
      expect(await taking(store)("intune", reportOf({ event: "e-1" }))).toMatchObject({ added: 1 });
    });

    it("DEV-21 F157 says what would come of a file, and writes nothing", async () => {
      const store = await open();
      const inventory = createInventory(store, fixedClock(5_000));
      const options = { source: FROM_FILE, refused: [], preview: true };
      expect(await inventory.take([reportOf({})], options)).toMatchObject({ added: 1 });
      expect(await store.find(LAPTOP.id)).toBeUndefined();
    });

    it("F157 finds devices by their words and states, in the order asked for, page by page", async () => {
      const store = await open();
      await taking(store)(
        FROM_FILE,
        reportOf({ id: "a-1", owner: "zoe", seenAt: 3_000, encrypted: false }),
        reportOf({ id: "b-1", owner: "amy", seenAt: null, statedAt: null, platform: "iOS" }),
        reportOf({ id: "c-1", owner: "amy", seenAt: 2_000, compliant: null }),
      );
      const ids = async (query: Partial<DeviceQuery>) =>
        (await store.list({ ...BY_ID, ...query })).map(({ id }) => id);
      expect(await ids({})).toEqual(["a-1", "b-1", "c-1"]);
      expect(await ids({ order: "owner" })).toEqual(["b-1", "c-1", "a-1"]);
      expect(await ids({ order: "seen", descending: true })).toEqual(["a-1", "c-1", "b-1"]);
      expect(await ids({ order: "owner", after: ["amy", "b-1"], limit: 1 })).toEqual(["c-1"]);
      expect(await ids({ descending: true, after: ["b-1", "b-1"] })).toEqual(["a-1"]);
      expect(await ids({ text: "IOS" })).toEqual(["b-1"]);
      expect(await ids({ text: "%" })).toEqual([]);
      expect(await ids({ encrypted: "no" })).toEqual(["a-1"]);
      expect(await ids({ compliant: "unknown" })).toEqual(["c-1"]);
      expect(await ids({ lost: true })).toEqual([]);
    });
  });
  wipesContract(open);
}

function wipesContract(open: () => Promise<DeviceStore>): void {
  describe("wipes", () => {
    it("DEV-6 F157 keeps who asked for a wipe and why, until it is settled", async () => {
      const store = await open();
      await taking(store)(FROM_FILE, reportOf({}));
      expect(await store.addWipe(WIPE)).toBe(true);
      expect(await store.addWipe(WIPE)).toBe(false);
      expect(await store.openWipes()).toEqual([WIPE]);
      const next = { state: "acknowledged", attempts: 1, at: 3_000 } as const;
      expect(await store.settleWipe(WIPE.id, ["requested"], next)).toBe(true);
      expect(await store.settleWipe(WIPE.id, ["requested"], next)).toBe(false);
      expect(await store.openWipes()).toEqual([]);
      const settled = { ...WIPE, state: "acknowledged", attempts: 1, changedAt: 3_000 };
      expect(await store.wipes(5)).toEqual([settled]);
      expect(await store.findWipe(WIPE.id)).toEqual(settled);
      expect(await store.findWipe("00000000-0000-7000-8000-000000000009")).toBeUndefined();
    });

    it("DEV-27 F157 a device is lost from when its wipe was asked for until the manager says that it was wiped", async () => {
      const store = await open();
      const take = taking(store);
      await take("intune", reportOf({}));
      await store.addWipe(WIPE);
      expect(await store.find(LAPTOP.id)).toMatchObject({ lostAt: 2_000 });
      expect((await store.list({ ...BY_ID, lost: true })).length).toBe(1);
      const before = await take("intune", reportOf({ event: "e-1", wiped: true, statedAt: 1_999 }));
      expect(before.wiped).toEqual([]);
      expect(await store.find(LAPTOP.id)).toMatchObject({ lostAt: 2_000, wipedAt: 1_999 });
      const after = await take("intune", reportOf({ event: "e-2", wiped: true, statedAt: 2_500 }));
      expect(after.wiped).toEqual([LAPTOP.id]);
      expect(await store.find(LAPTOP.id)).toMatchObject({ lostAt: null, wipedAt: 2_500 });
      expect(await store.wipes(1)).toMatchObject([{ state: "confirmed" }]);
    });

    it("DEV-27 a wipe counts also where a newer word on the device came before it", async () => {
      const store = await open();
      const take = taking(store);
      await take("intune", reportOf({ statedAt: 4_000 }));
      await store.addWipe(WIPE);
      await take("intune", reportOf({ event: "late", wiped: true, statedAt: 3_000 }));
      expect(await store.find(LAPTOP.id)).toMatchObject({ wipedAt: 3_000, statedAt: 4_000, lostAt: null });
    });

    it("DEV-28 a wipe that is withdrawn leaves its device not lost", async () => {
      const store = await open();
      await taking(store)(FROM_FILE, reportOf({}));
      await store.addWipe(WIPE);
      await store.settleWipe(WIPE.id, ["requested"], { state: "withdrawn", attempts: 0, at: 3_000 });
      expect(await store.find(LAPTOP.id)).toMatchObject({ lostAt: null });
      expect(await store.openWipes()).toEqual([]);
    });
  });
}
