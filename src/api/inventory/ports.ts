import type { MapFacts } from "../../governance/inventory/data-map.ts";
import type { InventoryStore } from "../../governance/inventory/ports.ts";
import type { ProtectionFacts } from "../../governance/inventory/protection.ts";

/** The register of systems, and what the deployment knows of itself. */
export interface InventoryDesk {
  readonly store: InventoryStore;
  /** Systems, clients and feeds as they are now. */
  facts(): Promise<MapFacts>;
  /** How each way and store is protected, as far as it is known. */
  protection(): Promise<ProtectionFacts>;
}
