import { memoryInventory } from "../../governance/devices/testing/memory-inventory.ts";
import type { DeviceManagers } from "../../governance/devices/signature.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { DevicesDesk } from "../devices/ports.ts";

/** No devices yet, and wipes that wait. */
export function practiceDevices(clock: Clock, managers: DeviceManagers = new Map()): DevicesDesk {
  return {
    ...memoryInventory(clock),
    events: { managers, note: async () => {}, count: () => {} },
    sends: false,
    wake: () => {},
  };
}
