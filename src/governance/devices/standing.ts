import type { Device } from "./types.ts";

/** Why a device proves nothing; `proven`: it does. */
export type DeviceStanding =
  | "proven"
  | "unproven"
  | "unknown"
  | "not-theirs"
  | "unencrypted"
  | "not-compliant"
  | "not-seen";

/**
 * What a device proves for this person at `now`. Closed: what is not known to be so is not so
 * (45 CFR 164.310(d), 164.312(a)(2)(iv)). `claimed`: whether the token names a device.
 */
export function standingOfDevice(
  device: Device | undefined,
  claimed: boolean,
  personId: string,
  now: number,
  seenWithinMs: number,
): DeviceStanding {
  if (!claimed) return "unproven";
  if (device === undefined) return "unknown";
  if (device.owner !== personId) return "not-theirs";
  if (device.encrypted !== true) return "unencrypted";
  if (device.compliant === false) return "not-compliant";
  return device.seenAt === null || now - device.seenAt > seenWithinMs ? "not-seen" : "proven";
}
