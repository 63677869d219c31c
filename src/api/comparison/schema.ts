import { z } from "@hono/zod-openapi";
import { RuleSchema } from "../decisions/schema.ts";

const WithheldSchema = z
  .object({
    code: z.string(),
    title: z.string().openapi({ description: "The reason in one sentence." }),
    rule: z.string().nullable(),
    detail: z.string(),
    next: z.string(),
  })
  .openapi("Withheld");

const SightSchema = z
  .object({
    person: z.string(),
    transform: z.string().openapi({ description: "How it is shown; `drop`: on no record." }),
    shownOn: z.number().openapi({ description: "Records that show it, of those that hold it." }),
    values: z
      .array(z.string().nullable())
      .openapi({ description: "Beside `samples`, in their order; null: withheld there." }),
    rules: z.array(z.string()),
    withheld: WithheldSchema.nullable().openapi({
      description: "Why, on the first record where it is withheld.",
    }),
  })
  .openapi("ElementSight");

const ComparedElementSchema = z
  .object({
    element: z.string(),
    title: z.string(),
    sensitivity: z.enum(["low", "moderate", "high", "very-high"]),
    heldBy: z.number().openapi({ description: "Records of the chart that hold it." }),
    samples: z.array(
      z.object({
        value: z.string().nullable().openapi({
          description: "As the chart holds it; null for what needs the patient's authorization.",
        }),
        segments: z.array(z.string()),
      }),
    ),
    sights: z.array(SightSchema),
  })
  .openapi("ComparedElement");

const ComparedPersonSchema = z
  .object({
    person: z.string(),
    displayName: z.string(),
    roles: z.array(z.object({ id: z.string(), title: z.string() })),
    purpose: z.object({ id: z.string(), title: z.string() }),
    outcome: z.enum(["shown", "nothing", "denied"]),
    sentence: z.string(),
    reason: WithheldSchema.nullable(),
    records: z.number(),
    elementsShown: z.number(),
    elementsWithheld: z.number(),
    segmentsLeftOut: z.array(z.string()),
    entries: z
      .array(z.object({ id: z.string(), resourceType: z.string(), outcome: z.enum(["permit", "deny"]) }))
      .openapi({
        description: "Entries of the record that these answers wrote, one for each question asked.",
      }),
  })
  .openapi("ComparedPerson");

export const ComparisonSchema = z
  .object({
    askedAt: z.iso.datetime(),
    fresh: z.boolean().openapi({ description: "False: the last answer again; nobody was asked anew." }),
    policy: z.string(),
    patient: z.object({ id: z.string(), handle: z.string() }),
    records: z.number(),
    people: z.array(ComparedPersonSchema),
    sections: z.array(
      z.object({
        type: z.string(),
        records: z.number(),
        elements: z.array(ComparedElementSchema),
      }),
    ),
    rules: z.array(RuleSchema),
  })
  .openapi("Comparison");

export const ComparisonQuerySchema = z.object({
  fresh: z.enum(["true", "false"]).default("true").openapi({
    description: "`false` may return the last answer for a minute, so that reloads do not flood the record.",
  }),
});
