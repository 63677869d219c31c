import { z } from "@hono/zod-openapi";
import { DirectiveQueryFields, NoteSchema, PatientIdSchema } from "../directive/schema.ts";

const StateSchema = z.enum(["proposed", "withdrawn", "approved", "destroyed", "done"]);
const { after, limit } = DirectiveQueryFields;

export const NewShreddingSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    patient: PatientIdSchema,
    reason: NoteSchema.openapi({
      description: "Why. It stays when the key is gone: do not name the patient in it.",
    }),
  })
  .openapi("NewShredding");

const count = z.number().int().min(0);

const SealedSchema = z
  .object({
    entries: count,
    entriesInFiles: count.openapi({ description: "In sealed months; 10,000: that many or more." }),
    directives: count.openapi({ description: "Restrictions and consents." }),
    relationFacts: count,
  })
  .openapi("SealedCounts");

/** Whom it is about is PHI, so it comes in a body and never in a URL. */
export const StandingQuerySchema = z
  .strictObject({ patient: PatientIdSchema })
  .openapi("ShreddingStandingQuery");

export const StandingSchema = z
  .object({
    hasKey: z.boolean().openapi({ description: "False: nothing is sealed under a key of this patient." }),
    open: z.string().nullable().openapi({ description: "Id of an open shredding of the patient." }),
    kept: z
      .array(z.object({ code: z.string(), ground: z.string(), until: z.iso.datetime().nullable() }))
      .openapi({ description: "Why it must be kept; empty: it may be destroyed." }),
    sealed: SealedSchema,
  })
  .openapi("ShreddingStanding");

export const ShreddingSchema = z
  .object({
    id: z.string(),
    patient: z.string().nullable().openapi({ description: "Null once the key is destroyed." }),
    reason: z.string(),
    state: StateSchema.openapi({
      description:
        "`destroyed`: the key is gone, and the keys of others are being wrapped anew; `done`: it opens from no backup either.",
    }),
    proposed: z.object({
      by: z.string(),
      at: z.iso.datetime(),
      as: z.array(z.string()).openapi({ description: "Roles; who approves has another." }),
    }),
    decided: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
    destroyed: z.iso.datetime().nullable(),
    done: z.iso.datetime().nullable(),
    sealed: SealedSchema.nullable().openapi({
      description: "What lay under the key when it was approved; null: not approved, or not counted then.",
    }),
  })
  .openapi("Shredding");

export const ShreddingPageSchema = z
  .object({ shreddings: z.array(ShreddingSchema), next: z.string().nullable() })
  .openapi("ShreddingPage");

export const ShreddingQuerySchema = z
  .strictObject({ state: StateSchema.optional(), after, limit })
  .openapi("ShreddingQuery");
