import type { Device, WipeRequest, WipeState } from "./types.ts";

/** Columns that devices can be ordered by; devices of one value by id. */
export const DEVICE_ORDERS = ["id", "owner", "seen"] as const;
export type DeviceOrder = (typeof DEVICE_ORDERS)[number];

/** Which devices; what is not given does not limit. */
export interface DeviceFilter {
  /** In id, owner, kind, platform or serial, whatever the case. */
  readonly text?: string;
  readonly encrypted?: "yes" | "no" | "unknown";
  readonly compliant?: "yes" | "no" | "unknown";
  /** Wiping was asked for, and nobody has confirmed it. */
  readonly lost?: boolean;
}

export interface DeviceQuery extends DeviceFilter {
  readonly order: DeviceOrder;
  readonly descending: boolean;
  /** The last one of the page before: its value of the order, and its id. */
  readonly after?: readonly [string, string];
  readonly limit: number;
}

/** What a change is made on. */
export interface KnownDevices {
  readonly devices: ReadonlyMap<string, Device>;
  /** Of the events that were asked about, those that came before. */
  readonly events: ReadonlySet<string>;
}

/** What a change writes. */
export interface DeviceChanges {
  readonly devices: readonly Device[];
  /** Events that count as come from now on. */
  readonly events: readonly string[];
  /** Wipes of these devices are confirmed that were asked for up to `at`. */
  readonly wiped: readonly { readonly deviceId: string; readonly at: number }[];
}

/** The devices that a change is about, and the events that it came with. */
export interface DeviceChange {
  readonly ids: readonly string[];
  readonly manager: string | null;
  readonly events: readonly string[];
  readonly now: number;
}

/** The inventory and the wipes. Implemented in store/, checked by one contract suite. */
export interface DeviceStore {
  find(id: string): Promise<Device | undefined>;
  list(query: DeviceQuery): Promise<readonly Device[]>;
  /**
   * One after the other over all processes: reads what is known, and writes what `settle` makes of it with the events that came,
   * all or none. Nothing is written where `settle` fails or gives null.
   */
  change(change: DeviceChange, settle: (known: KnownDevices) => Promise<DeviceChanges | null>): Promise<void>;
  /** False when the id is taken. */
  addWipe(wipe: WipeRequest): Promise<boolean>;
  findWipe(id: string): Promise<WipeRequest | undefined>;
  /** Newest first. */
  wipes(limit: number): Promise<readonly WipeRequest[]>;
  /** The oldest first that nobody has acknowledged, and that did not fail. */
  openWipes(): Promise<readonly WipeRequest[]>;
  /** Moves a wipe on from one of the states `from`; false when it is in none of them. */
  settleWipe(id: string, from: readonly WipeState[], next: SettledWipe): Promise<boolean>;
}

export interface SettledWipe {
  readonly state: WipeState;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Tells whoever manages devices to wipe one. */
export interface WipeSender {
  /** True: it was taken. False, or a fault: it was not. */
  send(wipe: WipeRequest): Promise<boolean>;
}
