import type { StatedSystem } from "./types.ts";

/** The register of systems that people name. Implemented in store/, checked by one contract suite. */
export interface InventoryStore {
  find(id: string): Promise<StatedSystem | undefined>;
  /** By id. */
  list(): Promise<readonly StatedSystem[]>;
  /** False when the id is taken. */
  add(system: StatedSystem): Promise<boolean>;
  /** Writes the system as its next version; false when it is not at `version` any more. */
  change(system: StatedSystem, version: number): Promise<boolean>;
}
