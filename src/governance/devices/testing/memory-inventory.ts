import type { Clock } from "../../../kernel/clock.ts";
import { createInventory } from "../reports.ts";
import type { Device } from "../types.ts";
import { memoryDeviceStore } from "./memory-device-store.ts";

/** A store in memory and the way into it. */
export function memoryInventory(clock: Clock, given: readonly Device[] = []) {
  const store = memoryDeviceStore(given);
  return { store, inventory: createInventory(store, clock) };
}
