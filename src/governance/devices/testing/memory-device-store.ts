import type { DeviceStore } from "../ports.ts";
import type { Device, WipeRequest } from "../types.ts";

/** Devices in memory, for tests of what stands on them. */
export function memoryDeviceStore(given: readonly Device[] = []): DeviceStore {
  const devices = new Map(given.map((device) => [device.id, device]));
  const wipes = new Map<string, WipeRequest>();
  return {
    find: async (id) => devices.get(id),
    list: async ({ after = "", limit }) =>
      [...devices.values()]
        .filter(({ id }) => id > after)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    async upsert(rows) {
      const last = [...new Map(rows.map((row) => [row.id, row])).values()];
      const newer = last.filter(({ id, seenAt }) => {
        const known = devices.get(id)?.seenAt ?? null;
        return known === null || (seenAt !== null && seenAt >= known);
      });
      for (const device of newer) devices.set(device.id, device);
      return newer.length;
    },
    async addWipe(wipe) {
      if (wipes.has(wipe.id)) return false;
      wipes.set(wipe.id, wipe);
      return true;
    },
    wipes: async (limit) => [...wipes.values()].toSorted((a, b) => b.askedAt - a.askedAt).slice(0, limit),
    openWipes: async () => [...wipes.values()].filter(({ state }) => state === "requested"),
    async settleWipe(id, state, attempts, changedAt) {
      const wipe = wipes.get(id);
      if (wipe !== undefined) wipes.set(id, { ...wipe, state, attempts, changedAt });
    },
  };
}
