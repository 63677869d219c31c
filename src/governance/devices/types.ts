/** What is known of a device of the workforce by the word of whoever manages devices. */
export interface DeviceState {
  /** As the issuer of tokens, or a client that asserts devices, names it. */
  readonly id: string;
  /** Who it was given to. */
  readonly owner: string;
  /** `laptop`, `phone`…, in the manager's words; empty: not said. */
  readonly kind: string;
  /** Its operating system, in the manager's words; empty: not said. */
  readonly platform: string;
  readonly serial: string | null;
  /** Null: not known. */
  readonly encrypted: boolean | null;
  readonly compliant: boolean | null;
  /** When whoever manages it saw it last, in milliseconds since 1970; null: never. */
  readonly seenAt: number | null;
}

/** A device as the inventory holds it. Times are milliseconds since 1970. */
export interface Device extends DeviceState {
  /** Since when what is said of it holds, by the clock of who said it; null: not said. */
  readonly statedAt: number | null;
  /** Who said it last: `inventory` for a file, else the id of a device manager. */
  readonly source: string;
  /** When that came here. */
  readonly reportedAt: number;
  /** When it was wiped last; null: never. */
  readonly wipedAt: number | null;
  /** When the oldest wipe was asked for that nobody has confirmed or withdrawn; null: there is none. */
  readonly lostAt: number | null;
}

/** What is reported of one device: a row of a file, or an event of a device manager. */
export interface DeviceReport {
  readonly state: DeviceState;
  readonly statedAt: number | null;
  /** It was wiped, at `statedAt`. */
  readonly wiped: boolean;
  /** Row of the file or place in the batch, from 1. */
  readonly place: number;
  /** The manager's id of the event; null: of a file, which has none. */
  readonly event: string | null;
}

/** Why a report was not taken: the member at fault. */
export interface RefusedReport {
  readonly place: number;
  readonly field: string;
}

/**
 * `requested`: not told to anybody yet; `acknowledged`: whoever manages devices took it; `confirmed`: the device was wiped, by
 * the manager's word; `failed`: it was sent in vain; `withdrawn`: it is not wanted any more.
 */
export type WipeState = "requested" | "acknowledged" | "confirmed" | "failed" | "withdrawn";

/** Wipes of these states leave their device lost. */
export const UNCONFIRMED: readonly WipeState[] = ["requested", "acknowledged", "failed"];

/** That a device be wiped (45 CFR 164.310(d)(2)(i)). */
export interface WipeRequest {
  readonly id: string;
  readonly deviceId: string;
  readonly askedBy: string;
  /** Sealed at rest. */
  readonly reason: string;
  /** Milliseconds since 1970, as is the next. */
  readonly askedAt: number;
  readonly changedAt: number;
  readonly state: WipeState;
  /** How often it was sent since it was asked for, or asked for again. */
  readonly attempts: number;
}
