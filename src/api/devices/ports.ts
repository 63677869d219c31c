import type { DeviceStore } from "../../governance/devices/ports.ts";
import type { Inventory } from "../../governance/devices/reports.ts";
import type { TakenReports } from "../../governance/devices/settle.ts";
import type { DeviceManagers } from "../../governance/devices/signature.ts";

/** The inventory of devices, and wipes. */
export interface DevicesDesk {
  readonly store: Pick<DeviceStore, "find" | "list" | "addWipe" | "findWipe" | "wipes" | "settleWipe">;
  readonly inventory: Inventory;
  readonly events: DeviceEventsDesk;
  /** Whether wipes are sent anywhere; else they wait. */
  readonly sends: boolean;
  /** A wipe was asked for: it is sent now. */
  readonly wake: () => void;
}

/** What device managers report by themselves. */
export interface DeviceEventsDesk {
  /** Who may; empty: nobody. */
  readonly managers: DeviceManagers;
  /** Puts it into the record what a manager's batch changes; resolves when durable. */
  readonly note: (manager: string, taken: TakenReports) => Promise<void>;
  /** Counts events by what became of them, batches that nobody signed as `unsigned`. */
  readonly count: (outcome: EventOutcome, events: number) => void;
}

export type EventOutcome = "added" | "changed" | "unchanged" | "older" | "duplicate" | "refused" | "unsigned";
