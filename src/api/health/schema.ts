import { z } from "@hono/zod-openapi";

const instant = z.iso.datetime();

const RowSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    area: z
      .enum(["record", "keys", "backups", "relations", "sources", "jobs", "protection"])
      .nullable()
      .openapi({ description: "Where more of it is shown." }),
    state: z.enum(["ok", "attention", "failed", "unknown"]),
    found: z.string(),
    next: z.string().nullable().openapi({ description: "What to do about it." }),
    since: instant.openapi({ description: "As far as this process knows." }),
    figures: z.record(z.string(), z.number()),
  })
  .openapi("HealthRow");

export const HealthSchema = z.object({ at: instant, rows: z.array(RowSchema) }).openapi("Health");

export const HealthQuery = z.object({
  visit: z.uuid().optional().openapi({
    description:
      "The entry of the first look, as its `X-Request-Id` says: looks of the same session within half an hour belong to it.",
  }),
});
