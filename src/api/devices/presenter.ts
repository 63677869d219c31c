import type { z } from "@hono/zod-openapi";
import { standingOf } from "../../governance/devices/standing.ts";
import type { Device, WipeRequest } from "../../governance/devices/types.ts";
import { isoTime } from "../iso-time.ts";
import type { OneDeviceSchema, WipeSchema } from "./schema.ts";

/** What leaves of a device. @param within milliseconds in which it has to have been seen */
export function presentDevice(
  device: Device,
  now: number,
  within: number,
): z.infer<typeof OneDeviceSchema>["device"] {
  const { id, owner, kind, platform, serial, encrypted, compliant, source } = device;
  return {
    id,
    owner,
    kind,
    platform,
    serial,
    encrypted,
    compliant,
    source,
    seenAt: timeOf(device.seenAt),
    statedAt: timeOf(device.statedAt),
    reportedAt: isoTime(device.reportedAt),
    wipedAt: timeOf(device.wipedAt),
    lostAt: timeOf(device.lostAt),
    standing: standingOf(device, now, within),
  };
}

export function presentWipe({
  deviceId,
  askedAt,
  changedAt,
  ...wipe
}: WipeRequest): z.infer<typeof WipeSchema> {
  return { ...wipe, device: deviceId, askedAt: isoTime(askedAt), changedAt: isoTime(changedAt) };
}

function timeOf(instant: number | null): string | null {
  return instant === null ? null : isoTime(instant);
}
