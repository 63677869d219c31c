import { z } from "@hono/zod-openapi";

const KindSchema = z.enum(["backup", "drill", "base", "moment"]).openapi({
  description:
    "`base`: a copy of the database's files, from which its log leads on; `moment`: a drill that restored to one between backups.",
});
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
    moment: instant.nullable().openapi({ description: "What a drill of this kind restored to." }),
  })
  .openapi("BackupRun");

const PlaceSchema = z
  .object({
    kind: z.enum(["folder", "s3"]),
    name: z.string(),
    lock: z.string().nullable().openapi({ description: "What the store was asked to lock backups by." }),
  })
  .openapi("BackupPlace");

const MomentsSchema = z
  .object({
    windows: z
      .array(z.object({ from: instant, until: instant }))
      .openapi({ description: "Any moment within can be restored to; oldest first." }),
    keptUntil: instant.nullable(),
    waiting: z.number().int().openapi({ description: "Segments that are not yet kept." }),
    lagSeconds: z.number().openapi({ description: "How long the oldest of them has waited." }),
    failure: z.string().nullable(),
  })
  .openapi("BackupMoments");

export const BackupStatusSchema = z
  .object({
    backups: z.array(z.string()).openapi({ description: "Those that are there, oldest first." }),
    lastBackup: instant.nullable(),
    lastDrill: instant.nullable().openapi({ description: "The last that brought everything back." }),
    overdue: z.object({ backup: z.boolean(), drill: z.boolean() }),
    plan: z.object({ keep: z.number().int(), drillEveryDays: z.number() }),
    place: PlaceSchema,
    moments: MomentsSchema.nullable().openapi({
      description: "Null: the write-ahead log is not kept by this program.",
    }),
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
