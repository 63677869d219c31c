import type { Device } from "./types.ts";

/** Why a device proves nothing in its owner's hands; `proven`: it does. */
export type OwnStanding = "proven" | "lost" | "wiped" | "unencrypted" | "not-compliant" | "not-seen";

/** The same of the device that a request comes from, if it comes from any. */
export type DeviceStanding = OwnStanding | "unproven" | "unknown" | "not-theirs";

/**
 * What a device proves for this person at `now`. Closed: what is not known to be so is not so
 * (45 CFR 164.310(d), 164.312(a)(2)(iv)). `claimed`: whether the request names a device.
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
  return standingOf(device, now, seenWithinMs);
}

/** What a device proves by what is known of it, in its owner's hands. */
export function standingOf(
  device: Pick<Device, "lostAt" | "wipedAt" | "seenAt" | "encrypted" | "compliant">,
  now: number,
  seenWithinMs: number,
): OwnStanding {
  if (device.lostAt !== null) return "lost";
  if (device.wipedAt !== null && (device.seenAt === null || device.seenAt <= device.wipedAt)) return "wiped";
  if (device.encrypted !== true) return "unencrypted";
  if (device.compliant === false) return "not-compliant";
  return device.seenAt === null || now - device.seenAt > seenWithinMs ? "not-seen" : "proven";
}
