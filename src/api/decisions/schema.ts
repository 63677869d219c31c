import { z } from "@hono/zod-openapi";
import { EntrySchema } from "../record/schema.ts";

export const CheckSchema = z
  .strictObject({
    act: z.enum(["use", "disclose", "request"]).default("use"),
    resource: z
      .string()
      .regex(/^[A-Z][A-Za-z]{1,40}(\/[A-Za-z0-9.-]{1,64})?$/)
      .openapi({
        description: "`Patient/7` for one record, `Patient` for what the policy alone says.",
        example: "Patient",
      }),
    elements: z.array(z.string().max(200)).max(500).default([]),
    inputs: z.boolean().default(false).openapi({
      description: "Give what the explanation of one record follows from, to be replayed offline.",
    }),
    recipient: z
      .strictObject({
        class: z.string().max(60),
        id: z.string().max(200),
        verified: z.boolean().default(false),
      })
      .optional(),
  })
  .openapi("Check");

const ReasonSchema = z.object({ code: z.string(), rule: z.string().nullable(), detail: z.string() });

const ElementExplanationSchema = z.object({
  element: z.string(),
  transform: z.string(),
  rules: z.array(z.string()),
  cuts: z.array(
    z.object({ ceiling: z.string(), reason: z.string(), of: z.string(), from: z.string(), to: z.string() }),
  ),
  reason: ReasonSchema.nullable(),
  next: z.string().nullable(),
});

export const RuleSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    why: z.string(),
    at: z.string().openapi({ description: "`file:line` of the policy." }),
  })
  .openapi("Rule");

export const CheckResultSchema = z
  .object({
    decision: z.literal("permit"),
    sentence: z.string(),
    purposes: z.array(z.string()),
    policy: z.string(),
    relations: z.array(z.object({ relation: z.string(), source: z.string() })),
    segmentsLeftOut: z
      .array(z.string())
      .openapi({ description: "From policy alone, whether or not any such record exists." }),
    elements: z.array(ElementExplanationSchema),
    rules: z.array(RuleSchema),
    trace: z.array(z.string()),
    inputs: z.string().optional().openapi({
      description: "Canonical JSON for `modicum explain --replay`; the same under the same policy.",
    }),
  })
  .openapi("CheckResult");

export const EntryExplanationSchema = z
  .object({
    entry: EntrySchema,
    inputs: z
      .object({
        act: z.string(),
        interaction: z.string(),
        resourceType: z.string().nullable(),
        declared: z.string().nullable(),
        purposes: z.array(z.object({ id: z.string(), title: z.string() })),
        roles: z.array(z.object({ id: z.string(), title: z.string() })),
        relations: z.array(z.object({ id: z.string(), title: z.string() })),
        system: z.string(),
        channel: z.string(),
      })
      .openapi({ description: "What was decided on, as it was then; relations by kind, never of whom." }),
    policy: z.object({
      hash: z.string(),
      inForce: z.string().openapi({ description: "Hash of the policy that words the rules here." }),
    }),
    permalink: z.string().openapi({ description: "In the console; opens for who may read the entry." }),
    sentence: z.string(),
    title: z.string().nullable(),
    next: z.string().nullable(),
    rules: z.array(RuleSchema),
    samePolicy: z.boolean().openapi({ description: "False when another policy is in force by now." }),
  })
  .openapi("EntryExplanation");
