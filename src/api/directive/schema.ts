import { z } from "@hono/zod-openapi";
import type { Basis, RecipientClass } from "../../catalogue/vocabulary.ts";

const RECIPIENT_CLASSES = [
  "provider",
  "health-plan",
  "clearinghouse",
  "individual",
  "personal-representative",
  "business-associate",
  "hhs",
  "public-health-authority",
  "school",
  "employer",
  "insurer",
  "researcher",
  "law-enforcement",
  "court",
  "health-oversight",
  "coroner",
  "other",
] as const satisfies readonly RecipientClass[];

const BASES = [
  "treatment",
  "payment",
  "operations",
  "authorization",
  "required-by-law",
  "research",
  "public-health",
  "individual",
  "oversight",
  "emergency",
  "none",
] as const satisfies readonly Basis[];

export const RecipientClassSchema = z.enum(RECIPIENT_CLASSES);
export const BasisSchema = z.enum(BASES);

/** A logical id of FHIR R4. */
export const PatientIdSchema = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);

export const NoteSchema = z.string().trim().min(1).max(2_000);

/** A point in time, with its offset. */
export const InstantSchema = z.iso.datetime({ offset: true });

export const ActSchema = z
  .object({
    act: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
    note: z.string().nullable(),
  })
  .openapi("DirectiveAct");

/** A question that may name a patient, so it comes in a body and never in a URL. */
export const DirectiveQueryFields = {
  patient: PatientIdSchema.optional(),
  after: z.uuid().optional().openapi({ description: "`next` of the page before." }),
  limit: z.number().int().min(1).max(500).default(50),
};

export const DirectiveParam = z.object({ id: z.uuid() });
