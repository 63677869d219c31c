import type { InventoryStore } from "../ports.ts";
import type { StatedSystem } from "../types.ts";

/** The register in memory, for tests of what stands on it. */
export function memoryInventoryStore(given: readonly StatedSystem[] = []): InventoryStore {
  const systems = new Map(given.map((system) => [system.id, system]));
  return {
    find: async (id) => systems.get(id),
    list: async () => [...systems.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    async add(system) {
      if (systems.has(system.id)) return false;
      systems.set(system.id, system);
      return true;
    },
    async change(system, version) {
      if (systems.get(system.id)?.version !== version) return false;
      systems.set(system.id, { ...system, version: version + 1 });
      return true;
    },
  };
}
