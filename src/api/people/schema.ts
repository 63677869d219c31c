import { z } from "@hono/zod-openapi";

export const PersonSchema = z
  .object({
    id: z.string(),
    displayName: z.string(),
    roles: z.array(z.string()),
    fhirUser: z.string().nullable(),
    department: z.string().nullable(),
    manager: z.string().nullable(),
    active: z.boolean(),
  })
  .openapi("Person");

export const PeoplePageSchema = z
  .object({
    people: z.array(PersonSchema),
    next: z
      .string()
      .nullable()
      .openapi({ description: "Give it as `after` to go on; null on the last page." }),
  })
  .openapi("PeoplePage");

export const PeopleQuerySchema = z.object({
  text: z.string().max(200).optional(),
  role: z.string().max(100).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const RowErrorSchema = z
  .object({ line: z.number(), column: z.string().nullable(), message: z.string() })
  .openapi("RowError");

export const ImportOutcomeSchema = z
  .object({
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    missing: z.array(z.string()),
    errors: z.array(RowErrorSchema),
  })
  .openapi("ImportOutcome");
