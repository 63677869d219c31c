import { z } from "@hono/zod-openapi";

const KindSchema = z.enum(["backup", "drill"]);
const instant = z.iso.datetime();

export const BackupRunSchema = z
  .object({
    id: z.uuid(),
    kind: KindSchema,
    backup: z.string().nullable(),
    askedBy: z.string().nullable().openapi({ description: "Null: by the schedule." }),
    startedAt: instant,
    endedAt: instant,
    tables: z.number().int(),
    rows: z.number().int(),
    tree: z.object({ size: z.number().int(), root: z.string() }).nullable().openapi({
      description: "Of a drill: the record's tree as it was worked out from the restored entries.",
    }),
    failure: z.string().nullable().openapi({ description: "Null: it came to a good end." }),
  })
  .openapi("BackupRun");

export const BackupStatusSchema = z
  .object({
    backups: z.array(z.string()).openapi({ description: "Those that are there, oldest first." }),
    lastBackup: instant.nullable(),
    lastDrill: instant.nullable().openapi({ description: "The last that brought everything back." }),
    overdue: z.object({ backup: z.boolean(), drill: z.boolean() }),
    plan: z.object({ keep: z.number().int(), drillEveryDays: z.number() }),
    runs: z.array(BackupRunSchema),
  })
  .openapi("BackupStatus");

export const BackupQuerySchema = z.object({
  kind: KindSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const BackupBegunSchema = z
  .object({ job: z.uuid().openapi({ description: "See `/api/v1/jobs/{id}`." }) })
  .openapi("BackupBegun");
