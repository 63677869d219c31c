import { z } from "@hono/zod-openapi";
import { RowErrorSchema } from "../people/schema.ts";

const RelationSourceStatusSchema = z
  .object({
    source: z.string(),
    facts: z.number(),
    people: z.number(),
    syncedAt: z.iso.datetime().nullable(),
    lastFailureAt: z.iso.datetime().nullable(),
    lastFailure: z.string().nullable(),
  })
  .openapi("RelationSourceStatus");

export const RelationStatusSchema = z
  .object({ sources: z.array(RelationSourceStatusSchema) })
  .openapi("RelationStatus");

export const RelationImportSchema = z
  .object({ imported: z.number(), errors: z.array(RowErrorSchema) })
  .openapi("RelationImport");

/** The shape of a facts file (policy/SPEC.md). */
export const OwnRelationsSchema = z
  .object({
    relations: z.array(
      z.object({
        relation: z.string(),
        person: z.string(),
        patient: z.string(),
        from: z.iso.datetime(),
        until: z.iso.datetime(),
        syncedAt: z.iso.datetime(),
        refs: z.array(z.string()),
      }),
    ),
  })
  .openapi("OwnRelations");
