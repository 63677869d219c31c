import type { MapFacts } from "../../../governance/inventory/data-map.ts";
import type { ProtectionFacts } from "../../../governance/inventory/protection.ts";
import { memoryInventoryStore } from "../../../governance/inventory/testing/memory-inventory-store.ts";
import type { InventoryDesk } from "../ports.ts";

/** An FHIR server, the record, and an app for billing. */
export const PRACTICE_FACTS: MapFacts = {
  systems: [
    {
      id: "upstream",
      name: "FHIR",
      kind: "source",
      owner: null,
      location: "",
      holds: "clinical",
      isRead: true,
      from: [],
    },
    {
      id: "record",
      name: "Record",
      kind: "own",
      owner: null,
      location: "",
      holds: ["record"],
      isRead: true,
      from: ["upstream"],
    },
  ],
  clients: [
    { id: "claims-app", title: "Claims app", kind: "app", owner: "bea.biller", purposes: ["billing"] },
  ],
};

const PRACTICE_PROTECTION: ProtectionFacts = {
  lines: [
    {
      id: "listener",
      area: "transit",
      what: "Clients",
      state: "local",
      basis: "configured",
      detail: "Demo.",
    },
  ],
  devices: { total: 3, encrypted: 2, unknown: 1 },
};

/** The register in memory, beside what a small practice knows of itself. */
export function memoryInventoryDesk(): InventoryDesk {
  return {
    store: memoryInventoryStore(),
    facts: async () => PRACTICE_FACTS,
    protection: async () => PRACTICE_PROTECTION,
  };
}
