import { z } from "@hono/zod-openapi";

const cell = z.string().max(512);

export const InventorySchema = z
  .object({
    columns: z.array(cell).min(2).max(50).openapi({
      description:
        "id, owner, platform, serial, encrypted, compliant, lastSeen; or as device managers export them.",
    }),
    rows: z.array(z.array(cell).max(50)).max(2_000),
  })
  .openapi("DeviceInventory");

export const ImportedSchema = z
  .object({
    written: z.number().openapi({ description: "New, or newer than what was known." }),
    faults: z.array(z.object({ row: z.number(), field: z.string() })),
  })
  .openapi("ImportedDevices");

const DeviceSchema = z
  .object({
    id: z.string(),
    owner: z.string(),
    platform: z.string(),
    serial: z.string().nullable(),
    encrypted: z.boolean().nullable().openapi({ description: "Null: not known." }),
    compliant: z.boolean().nullable(),
    seenAt: z.iso.datetime().nullable(),
  })
  .openapi("Device");

export const DevicesSchema = z
  .object({ devices: z.array(DeviceSchema), next: z.string().nullable() })
  .openapi("Devices");

export const DevicesQuery = z.object({
  after: z.string().max(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const WipeSchema = z
  .object({
    id: z.string(),
    device: z.string(),
    askedBy: z.string(),
    reason: z.string(),
    askedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    state: z.enum(["requested", "acknowledged", "failed"]),
    attempts: z.number(),
  })
  .openapi("DeviceWipe");

export const WipesSchema = z.object({ wipes: z.array(WipeSchema) }).openapi("DeviceWipes");

export const NewWipeSchema = z
  .object({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    reason: z.string().trim().min(1).max(2_000).openapi({ description: "Sealed." }),
  })
  .openapi("NewDeviceWipe");

export const DeviceParam = z.object({ id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/) });
