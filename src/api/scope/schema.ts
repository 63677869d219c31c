import { z } from "@hono/zod-openapi";

const NamedSchema = z.object({ id: z.string(), title: z.string() });

const RelationScopeSchema = z
  .object({
    relation: z.string(),
    title: z.string(),
    why: z.string(),
    kind: z.enum(["fact", "directory", "self", "grant"]).openapi({
      description:
        "What it rests on: a fact of the upstream, a record without patients, oneself, or a grant.",
    }),
    recordBound: z
      .boolean()
      .openapi({ description: "Reaches the records that a fact names, not the whole chart." }),
    windows: z.array(
      z.object({
        source: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
    staleAfterSeconds: z.number().nullable(),
    patients: z.number().openapi({ description: "Whom the caller reaches by it now." }),
    rules: z.array(z.string()),
  })
  .openapi("RelationScope");

const ShownFieldSchema = z
  .object({
    element: z.string(),
    title: z.string(),
    sensitivity: z.enum(["low", "moderate", "high", "very-high"]),
    transform: z.string(),
    rules: z.array(z.string()),
  })
  .openapi("ShownField");

const LeftOutFieldSchema = z
  .object({
    element: z.string(),
    title: z.string(),
    sensitivity: z.enum(["low", "moderate", "high", "very-high"]),
    reason: z.string(),
    next: z.string(),
    mayAsk: z.boolean(),
  })
  .openapi("LeftOutField");

const FieldGroupSchema = z
  .object({
    group: z.string(),
    shown: z.array(ShownFieldSchema),
    leftOut: z
      .array(LeftOutFieldSchema)
      .openapi({ description: "From policy alone, whether or not any chart holds it." }),
  })
  .openapi("FieldGroup");

const PurposeScopeSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    code: z.string().nullable(),
    basis: z.string(),
    why: z.string(),
    reminder: z.string().nullable(),
    notThisIf: z.string().nullable(),
    cfr: z.array(z.string()),
  })
  .openapi("PurposeScope");

/** The five parts of what one may see: which records, which fields, for how long, for what, through what. */
export const ScopeSchema = z
  .object({
    person: z.string(),
    roles: z.array(NamedSchema.extend({ why: z.string() })),
    records: z.array(RelationScopeSchema),
    patients: z.number().openapi({ description: "Reached now by any of the relations, each counted once." }),
    fields: z.array(FieldGroupSchema),
    segmentsLeftOut: z.array(NamedSchema),
    mayAsk: z.object({
      eligible: z
        .boolean()
        .openapi({ description: "Whether a role of the caller may ask, one case at a time." }),
      elements: z.array(z.object({ element: z.string(), title: z.string() })),
      segments: z.array(NamedSchema),
    }),
    period: z.object({
      asOf: z.iso.datetime(),
      ends: z.iso
        .datetime()
        .nullable()
        .openapi({ description: "Null: standing, until the role is attested again." }),
      asked: z
        .object({ default: z.string(), max: z.string() })
        .nullable()
        .openapi({ description: "How long what is asked for lasts." }),
      attested: z.array(z.object({ role: z.string(), every: z.string(), by: z.string() })),
    }),
    declared: z.string().nullable(),
    purposes: z.array(PurposeScopeSchema),
    system: z.string(),
    channel: z.string(),
    types: z
      .array(
        z.object({
          type: z.string(),
          directory: z
            .boolean()
            .openapi({ description: "Its records are about nobody: names, places, products." }),
          elements: z.array(z.string()),
          members: z
            .array(
              z.object({
                path: z.string(),
                element: z.string(),
                when: z.array(z.object({ at: z.string(), test: z.string() })),
              }),
            )
            .openapi({
              description:
                "Which JSON member holds which element, so that a reader can label it; `when`: tests on the item at a path, as `[type.coding.code=MR]`; one with more tests wins.",
            }),
        }),
      )
      .openapi({ description: "Resource types that show at least one element on some record." }),
    policy: z.string(),
  })
  .openapi("Scope");
