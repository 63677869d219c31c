import { z } from "@hono/zod-openapi";
import {
  ActSchema,
  BasisSchema,
  DirectiveQueryFields,
  InstantSchema,
  NoteSchema,
  PatientIdSchema,
  RecipientClassSchema,
} from "../directive/schema.ts";

const KindSchema = z.enum(["self-pay", "agreed"]);
const StatusSchema = z.enum(["requested", "agreed", "refused", "terminated"]);

export const NewRestrictionSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    patient: PatientIdSchema,
    kind: KindSchema.openapi({
      description:
        "`self-pay`: paid in full by someone other than the plan. In force at once, and cannot be refused, 45 CFR 164.522(a)(1)(vi). It binds health plans for payment and operations.",
    }),
    refs: z
      .array(z.string().regex(/^[A-Z][A-Za-z]{0,63}\/[A-Za-z0-9\-.]{1,64}$/))
      .max(100)
      .default([])
      .openapi({ description: "`Claim/3`, `Encounter/7`; none: every record of the patient." }),
    recipients: z
      .array(RecipientClassSchema)
      .max(20)
      .default([])
      .openapi({ description: "Whom it binds; none: every recipient, and our own uses." }),
    bases: z
      .array(BasisSchema)
      .max(20)
      .default([])
      .openapi({ description: "None: treatment, payment and operations." }),
    elements: z
      .array(z.string().max(100))
      .max(300)
      .default([])
      .openapi({ description: "What is restricted, by id or `claim.*`; none: all of it." }),
    from: InstantSchema.optional(),
    until: InstantSchema.optional(),
    note: NoteSchema.optional().openapi({ description: "What the individual asked for. Sealed." }),
  })
  .openapi("NewRestriction");

export const RestrictionSchema = z
  .object({
    id: z.string(),
    patient: z.string(),
    kind: KindSchema,
    status: StatusSchema,
    refs: z.array(z.string()),
    recipients: z.array(RecipientClassSchema),
    bases: z.array(BasisSchema),
    elements: z.array(z.string()),
    from: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable(),
    acts: z.array(ActSchema),
  })
  .openapi("Restriction");

export const RestrictionPageSchema = z
  .object({ restrictions: z.array(RestrictionSchema), next: z.string().nullable() })
  .openapi("RestrictionPage");

export const RestrictionQuerySchema = z
  .strictObject({ ...DirectiveQueryFields, status: StatusSchema.optional() })
  .openapi("RestrictionQuery");

export const RefusalReasonSchema = z
  .strictObject({ reason: NoteSchema.openapi({ description: "Why we do not agree. Sealed." }) })
  .openapi("RestrictionRefusal");

export const TerminationSchema = z
  .strictObject({
    ground: z.enum(["individual-wrote", "individual-agreed-orally"]).openapi({
      description: "By what the individual ended it, 45 CFR 164.522(a)(2)(i) and (ii).",
    }),
  })
  .openapi("RestrictionTermination");
