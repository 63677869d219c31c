import type { Device, WipeRequest, WipeState } from "./types.ts";

/** The inventory and the wipes. Implemented in store/, checked by one contract suite. */
export interface DeviceStore {
  find(id: string): Promise<Device | undefined>;
  /** By id. */
  list(query: { readonly after?: string; readonly limit: number }): Promise<readonly Device[]>;
  /** Adds or replaces by id, all or none. A device that was seen later than a row says stays as it is. */
  upsert(devices: readonly Device[], now: number): Promise<number>;
  /** False when the id is taken. */
  addWipe(wipe: WipeRequest): Promise<boolean>;
  /** Newest first. */
  wipes(limit: number): Promise<readonly WipeRequest[]>;
  /** The oldest first that nobody has acknowledged, and that did not fail. */
  openWipes(): Promise<readonly WipeRequest[]>;
  settleWipe(id: string, state: WipeState, attempts: number, at: number): Promise<void>;
}

/** Tells whoever manages devices to wipe one. */
export interface WipeSender {
  /** True: it was taken. False, or a fault: it was not. */
  send(wipe: WipeRequest): Promise<boolean>;
}
