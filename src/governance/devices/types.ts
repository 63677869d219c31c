/** A device of the workforce, as whoever manages devices knows it. */
export interface Device {
  /** As the issuer of tokens names it in `device_id`. */
  readonly id: string;
  /** Who it was given to. */
  readonly owner: string;
  readonly platform: string;
  readonly serial: string | null;
  /** Null: not known. */
  readonly encrypted: boolean | null;
  readonly compliant: boolean | null;
  /** When whoever manages it saw it last, in milliseconds since 1970; null: never. */
  readonly seenAt: number | null;
}

/** `requested`: not told to anybody yet; `acknowledged`: whoever manages devices took it; `failed`: it was tried in vain. */
export type WipeState = "requested" | "acknowledged" | "failed";

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
  /** How often it was sent. */
  readonly attempts: number;
}
