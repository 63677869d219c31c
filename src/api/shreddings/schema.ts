import { z } from "@hono/zod-openapi";
import { DirectiveQueryFields, NoteSchema, PatientIdSchema } from "../directive/schema.ts";

const StateSchema = z.enum(["proposed", "withdrawn", "approved", "destroyed", "done"]);
const { after, limit } = DirectiveQueryFields;

export const NewShreddingSchema = z
  .object({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    patient: PatientIdSchema,
    reason: NoteSchema.openapi({
      description: "Why. It stays when the key is gone: do not name the patient in it.",
    }),
  })
  .openapi("NewShredding");

export const ShreddingSchema = z
  .object({
    id: z.string(),
    patient: z.string().nullable().openapi({ description: "Null once the key is destroyed." }),
    reason: z.string(),
    state: StateSchema.openapi({
      description:
        "`destroyed`: the key is gone, and the keys of others are being wrapped anew; `done`: it opens from no backup either.",
    }),
    proposed: z.object({ by: z.string(), at: z.iso.datetime() }),
    decided: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
    destroyed: z.iso.datetime().nullable(),
    done: z.iso.datetime().nullable(),
  })
  .openapi("Shredding");

export const ShreddingPageSchema = z
  .object({ shreddings: z.array(ShreddingSchema), next: z.string().nullable() })
  .openapi("ShreddingPage");

export const ShreddingQuerySchema = z
  .object({ state: StateSchema.optional(), after, limit })
  .openapi("ShreddingQuery");
