import { z } from "@hono/zod-openapi";
import { InstantSchema, NoteSchema, PatientIdSchema } from "../directive/schema.ts";

const time = z.iso.datetime();
const DecidedSchema = z.object({ by: z.string(), at: time });
const NamedSchema = z.object({ by: z.string(), at: time, reason: z.string() });
const ToldSchema = NamedSchema.extend({
  reason: z
    .string()
    .nullable()
    .openapi({ description: "Null: it was told of a patient whose key was destroyed since." }),
});

const ClassSchema = z.object({
  id: z.string(),
  title: z.string(),
  years: z.number(),
  from: z.enum(["creation", "last-effect"]),
  cfr: z.array(z.string()),
  why: z.string(),
  longer: z.array(z.object({ state: z.string(), years: z.number(), law: z.string() })),
});

const MonthSchema = z.object({
  id: z.string(),
  from: time,
  until: time,
  entries: z.number(),
  firstSeq: z.number(),
  lastSeq: z.number(),
  place: z.enum(["database", "cold"]),
});

const DueMonthSchema = MonthSchema.extend({
  due: time.nullable().openapi({ description: "Null: never, since no schedule says how long." }),
  kept: z
    .array(z.object({ code: z.string(), ground: z.string(), until: time.nullable() }))
    .openapi({ description: "Why it is kept; empty: it may be purged." }),
});

export const ScheduleQuerySchema = z.object({
  day: z.iso.date().optional().openapi({
    description:
      "What will be due when this day ends, if holds and tree stand as they do now. Today unless given.",
  }),
});

export const ScheduleSchema = z
  .object({
    title: z.string().nullable(),
    asOf: time.openapi({ description: "As of when months are judged." }),
    timeZone: z.string().openapi({ description: "The IANA zone that years and days are counted in." }),
    classes: z.array(ClassSchema),
    months: z.array(DueMonthSchema),
  })
  .openapi("RetentionSchedule");

const SCOPES = [
  z.strictObject({ kind: z.literal("record") }),
  z.strictObject({ kind: z.literal("person"), person: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("period"), from: InstantSchema, until: InstantSchema }),
] as const;
const OfPatientSchema = z.strictObject({ kind: z.literal("patient"), patient: PatientIdSchema });
const ScopeSchema = z.discriminatedUnion("kind", [...SCOPES, OfPatientSchema]);
const HeldScopeSchema = z.discriminatedUnion("kind", [
  ...SCOPES,
  OfPatientSchema.extend({
    patient: PatientIdSchema.nullable().openapi({ description: "Null: their key was destroyed." }),
  }),
]);

export const NewHoldSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: the same is opened once." }),
    scope: ScopeSchema,
    reason: NoteSchema.openapi({ description: "Why it is held. Sealed." }),
  })
  .openapi("NewLegalHold");

export const ReleaseSchema = z.strictObject({ reason: NoteSchema }).openapi("LegalHoldRelease");

export const HoldSchema = z
  .object({
    id: z.string(),
    scope: HeldScopeSchema,
    opened: ToldSchema,
    released: ToldSchema.nullable(),
  })
  .openapi("LegalHold");

export const HoldsSchema = z.object({ holds: z.array(HoldSchema) }).openapi("LegalHolds");

export const NewPurgeSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: the same is proposed once." }),
    months: z.array(z.string().max(20)).min(1).max(600),
    reason: NoteSchema.openapi({ description: "Why it goes. Sealed." }),
    dryRun: z
      .boolean()
      .default(false)
      .openapi({ description: "Says what would go, and keeps nothing of it." }),
  })
  .openapi("NewPurge");

export const PurgeSchema = z
  .object({
    id: z.string(),
    months: z.array(z.string()),
    proposed: NamedSchema,
    confirmed: DecidedSchema.nullable(),
    withdrawn: DecidedSchema.nullable(),
  })
  .openapi("Purge");

export const ProposedSchema = z
  .object({
    purge: PurgeSchema.nullable().openapi({ description: "Null of a dry run." }),
    months: z.array(DueMonthSchema),
  })
  .openapi("ProposedPurge");

export const TombstoneSchema = z
  .object({
    purge: z.string(),
    month: MonthSchema,
    rule: z.string(),
    proposedBy: z.string(),
    confirmedBy: z.string(),
    at: time,
    checkpoint: z.string().openapi({ description: "The newest signed checkpoint when it went." }),
  })
  .openapi("Tombstone");

export const PurgesSchema = z
  .object({ purges: z.array(PurgeSchema), tombstones: z.array(TombstoneSchema) })
  .openapi("Purges");
