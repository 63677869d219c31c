import type { DeviceFilter, DeviceOrder, DeviceStore } from "../ports.ts";
import { type Device, UNCONFIRMED, type WipeRequest } from "../types.ts";

/** Devices in memory, for tests of what stands on them. */
export function memoryDeviceStore(given: readonly Device[] = []): DeviceStore {
  const devices = new Map(given.map((device) => [device.id, device]));
  const wipes = new Map<string, WipeRequest>();
  const events = new Set<string>();
  const withLoss = (device: Device): Device => ({ ...device, lostAt: lostAt(device.id, wipes) });
  return {
    find: async (id) => {
      const found = devices.get(id);
      return found && withLoss(found);
    },
    async list({ order, descending, after, limit, ...filter }) {
      const sign = descending ? -1 : 1;
      const keyOf = (device: Device) => [orderValue(device, order), device.id] as const;
      const all = [...devices.values()].map(withLoss).filter((device) => isWanted(device, filter));
      const sorted = all.toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)));
      const rest =
        after === undefined ? sorted : sorted.filter((one) => sign * compare(keyOf(one), after) > 0);
      return rest.slice(0, limit);
    },
    async change({ ids, manager, events: asked }, settle) {
      const known = new Map(
        ids.flatMap((id) => {
          const found = devices.get(id);
          return found === undefined ? [] : [[id, withLoss(found)] as const];
        }),
      );
      const keyOf = (event: string) => `${manager} ${event}`;
      const changes = await settle({
        devices: known,
        events: new Set(asked.filter((event) => events.has(keyOf(event)))),
      });
      if (changes === null) return;
      for (const device of changes.devices) devices.set(device.id, device);
      for (const event of changes.events) events.add(keyOf(event));
      for (const wipe of wipes.values())
        if (changes.wiped.some(({ deviceId, at }) => isConfirmedBy(wipe, deviceId, at)))
          wipes.set(wipe.id, { ...wipe, state: "confirmed" });
    },
    ...wipesIn(wipes),
  };
}

function wipesIn(
  wipes: Map<string, WipeRequest>,
): Pick<DeviceStore, "addWipe" | "findWipe" | "wipes" | "openWipes" | "settleWipe"> {
  return {
    async addWipe(wipe) {
      if (wipes.has(wipe.id)) return false;
      wipes.set(wipe.id, wipe);
      return true;
    },
    findWipe: async (id) => wipes.get(id),
    wipes: async (limit) => [...wipes.values()].toSorted((a, b) => b.askedAt - a.askedAt).slice(0, limit),
    openWipes: async () => [...wipes.values()].filter(({ state }) => state === "requested"),
    async settleWipe(id, from, { state, attempts, at }) {
      const wipe = wipes.get(id);
      if (wipe === undefined || !from.includes(wipe.state)) return false;
      wipes.set(id, { ...wipe, state, attempts, changedAt: at });
      return true;
    },
  };
}

function isConfirmedBy({ deviceId, askedAt, state }: WipeRequest, device: string, at: number): boolean {
  return deviceId === device && askedAt <= at && UNCONFIRMED.includes(state);
}

function lostAt(deviceId: string, wipes: ReadonlyMap<string, WipeRequest>): number | null {
  const open = [...wipes.values()].filter(
    (wipe) => wipe.deviceId === deviceId && UNCONFIRMED.includes(wipe.state),
  );
  return open.length === 0 ? null : Math.min(...open.map(({ askedAt }) => askedAt));
}

function orderValue({ id, owner, seenAt }: Device, order: DeviceOrder): string {
  if (order === "seen") return String(seenAt ?? 0).padStart(16, "0");
  return order === "owner" ? owner : id;
}

function compare([a, idA]: readonly [string, string], [b, idB]: readonly [string, string]): number {
  if (a !== b) return a < b ? -1 : 1;
  return idA === idB ? 0 : idA < idB ? -1 : 1;
}

const SAID = { yes: true, no: false, unknown: null } as const;

function isWanted(device: Device, { text, encrypted, compliant, lost }: DeviceFilter): boolean {
  const { id, owner, kind, platform, serial } = device;
  const held = [id, owner, kind, platform, serial ?? ""].join("\n").toLowerCase();
  return (
    (text === undefined || held.includes(text.toLowerCase())) &&
    (encrypted === undefined || device.encrypted === SAID[encrypted]) &&
    (compliant === undefined || device.compliant === SAID[compliant]) &&
    (lost === undefined || (device.lostAt !== null) === lost)
  );
}
