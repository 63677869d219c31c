import { z } from "@hono/zod-openapi";
import { DEVICE_ID } from "../../governance/devices/inventory.ts";
import { DEVICE_ORDERS } from "../../governance/devices/ports.ts";

const instant = z.iso.datetime();
const deviceId = z.string().regex(DEVICE_ID);
const flag = z.enum(["true", "false"]).default("false");

export const ImportQuery = z.object({
  preview: flag.openapi({ description: "`true`: says what would come of it, and writes nothing." }),
});

export const ImportedSchema = z
  .object({
    added: z.number(),
    changed: z.number(),
    unchanged: z.number().openapi({ description: "Said nothing new of the device but when it was seen." }),
    older: z.number().openapi({ description: "A newer word on the device is known, which stays." }),
    refused: z.array(
      z.object({ line: z.number(), field: z.string().openapi({ description: "The column at fault." }) }),
    ),
  })
  .openapi("ImportedDevices", { description: "Every row is in one of the five." });

const STANDINGS = ["proven", "lost", "wiped", "unencrypted", "not-compliant", "not-seen"] as const;

const DeviceSchema = z
  .object({
    id: z.string(),
    owner: z.string(),
    kind: z.string(),
    platform: z.string(),
    serial: z.string().nullable(),
    encrypted: z.boolean().nullable().openapi({ description: "Null: not known." }),
    compliant: z.boolean().nullable(),
    seenAt: instant.nullable(),
    statedAt: instant.nullable().openapi({ description: "Since when this holds, by who said it." }),
    source: z
      .string()
      .openapi({ description: "Who said it last: `inventory` for a file, else a device manager." }),
    reportedAt: instant.openapi({ description: "When that came here." }),
    wipedAt: instant.nullable(),
    lostAt: instant
      .nullable()
      .openapi({ description: "When a wipe was asked for that nobody has confirmed or withdrawn." }),
    standing: z.enum(STANDINGS).openapi({ description: "What it proves in its owner's hands." }),
  })
  .openapi("Device");

export const DemandSchema = z
  .object({
    seenWithinDays: z.number(),
    leaves: z.array(z.string()).openapi({ description: "Elements that are shown without a proven device." }),
  })
  .openapi("DeviceDemand", { description: "What the policy asks of devices." });

export const LimitSchema = z
  .object({
    rule: z.string(),
    role: z.string(),
    purpose: z.string(),
    elements: z.number().openapi({ description: "That the grant gives." }),
    left: z.number().openapi({ description: "Of these, by a device that proves nothing." }),
  })
  .openapi("DeviceLimit");

export const DevicesSchema = z
  .object({
    devices: z.array(DeviceSchema),
    next: z.string().nullable(),
    demand: DemandSchema.nullable().openapi({ description: "Null: nothing is asked of devices." }),
  })
  .openapi("Devices");

export const OneDeviceSchema = z
  .object({
    device: DeviceSchema,
    demand: DemandSchema.nullable(),
    limits: z
      .array(LimitSchema)
      .openapi({ description: "Grants of its owner that it limits now; none where it is proven." }),
  })
  .openapi("OneDevice");

const said = z.enum(["yes", "no", "unknown"]);

export const DevicesQuery = z.object({
  text: z.string().trim().min(1).max(128).optional(),
  encrypted: said.optional(),
  compliant: said.optional(),
  lost: z.enum(["true", "false"]).optional(),
  sort: z.enum(DEVICE_ORDERS).default("id"),
  descending: flag,
  after: z.string().max(1_024).optional().openapi({ description: "`next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const WipeSchema = z
  .object({
    id: z.string(),
    device: z.string(),
    askedBy: z.string(),
    reason: z.string(),
    askedAt: instant,
    changedAt: instant,
    state: z.enum(["requested", "acknowledged", "confirmed", "failed", "withdrawn"]).openapi({
      description:
        "Asked for; taken by the device manager; wiped, by its word; sent in vain; not wanted any more.",
    }),
    attempts: z.number(),
  })
  .openapi("DeviceWipe");

export const WipesSchema = z
  .object({
    wipes: z.array(WipeSchema),
    sends: z.boolean().openapi({ description: "False: no device manager is configured, so wipes wait." }),
  })
  .openapi("DeviceWipes");

export const NewWipeSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    reason: z.string().trim().min(1).max(2_000).openapi({ description: "Sealed." }),
  })
  .openapi("NewDeviceWipe");

export const DeviceParam = z.object({ id: deviceId });
export const WipeParam = z.object({ id: z.uuid() });

const ReportedSchema = z.object({
  id: deviceId,
  owner: z.string().min(1).max(128),
  kind: z.string().max(64).optional(),
  platform: z.string().max(128).optional(),
  serial: z.string().max(128).nullable().optional(),
  encrypted: z.boolean().nullable().optional().openapi({ description: "Left out: not known." }),
  compliant: z.boolean().nullable().optional(),
  lastSeen: instant.nullable().optional(),
  wiped: z.boolean().optional().openapi({ description: "It was wiped, at `at`." }),
});

export const EventsSchema = z
  .object({
    events: z.array(
      z.object({
        id: z.string().min(1).max(128).openapi({ description: "The manager's; the same counts once." }),
        at: instant.openapi({ description: "Since when it holds: of a device, the newest counts." }),
        device: ReportedSchema,
      }),
    ),
  })
  .openapi("DeviceEvents", { description: "Up to 200. A member that is not one of these is refused." });

export const TakenEventsSchema = z
  .object({
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    older: z.number(),
    duplicate: z.number(),
    refused: z.array(z.object({ place: z.number(), field: z.string() })),
  })
  .openapi("TakenDeviceEvents", { description: "Every event is in one of the six." });
