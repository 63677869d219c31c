import type { DeviceStore } from "../../governance/devices/ports.ts";

/** The inventory of devices, and wipes. */
export interface DevicesDesk {
  readonly store: Pick<DeviceStore, "find" | "list" | "upsert" | "addWipe" | "wipes">;
  /** A wipe was asked for: it is sent now. */
  readonly wake: () => void;
}
