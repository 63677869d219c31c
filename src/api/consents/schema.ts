import { z } from "@hono/zod-openapi";
import { CONSENT_PARTS } from "../../governance/directives/consents/types.ts";
import {
  ActSchema,
  BasisSchema,
  DirectiveQueryFields,
  InstantSchema,
  NoteSchema,
  PatientIdSchema,
  RecipientClassSchema,
} from "../directive/schema.ts";

const PartSchema = z.enum(CONSENT_PARTS);
const StatusSchema = z.enum(["given", "revoked"]);

export const NewConsentSchema = z
  .strictObject({
    id: z.uuid().openapi({ description: "Yours to choose: sending the same again changes nothing." }),
    patient: PatientIdSchema,
    present: z.array(PartSchema).openapi({
      description: "The elements of 42 CFR 2.31(a) that the form has. One that lacks any is refused.",
    }),
    discloser: z.string().trim().min(1).max(300),
    description: z.string().trim().min(1).max(2_000).openapi({
      description: "How much and what kind of information, in the words of the form. Sealed.",
    }),
    recipients: z.array(RecipientClassSchema).min(1).max(20),
    bases: z.array(BasisSchema).min(1).max(20),
    signedAt: InstantSchema,
    until: InstantSchema.optional().openapi({
      description: "Left out where the form says `none`: for treatment, payment and operations alone.",
    }),
    note: NoteSchema.optional(),
  })
  .openapi("NewConsent");

export const ConsentSchema = z
  .object({
    id: z.string(),
    patient: z.string(),
    status: StatusSchema,
    discloser: z.string(),
    description: z.string(),
    recipients: z.array(RecipientClassSchema),
    bases: z.array(BasisSchema),
    signedAt: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
    acts: z.array(ActSchema),
  })
  .openapi("Part2Consent");

export const ConsentPageSchema = z
  .object({ consents: z.array(ConsentSchema), next: z.string().nullable() })
  .openapi("Part2ConsentPage");

export const ConsentQuerySchema = z
  .strictObject({ ...DirectiveQueryFields, status: StatusSchema.optional() })
  .openapi("Part2ConsentQuery");

export const RevocationSchema = z
  .strictObject({ note: NoteSchema.optional().openapi({ description: "In whose words. Sealed." }) })
  .openapi("Part2ConsentRevocation");
