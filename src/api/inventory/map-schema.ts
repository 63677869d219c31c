import { z } from "@hono/zod-openapi";

const sensitivity = z.enum(["low", "moderate", "high", "very-high"]);

const CategorySchema = z
  .object({
    number: z.number(),
    title: z.string(),
    sensitivity: sensitivity.nullable(),
    elements: z.array(z.object({ id: z.string(), title: z.string(), sensitivity })),
    segments: z.array(z.string()),
    isMapped: z.boolean().openapi({ description: "False: nothing of the catalogue belongs to it." }),
  })
  .openapi("DataMapCategory");

const SystemSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(["source", "own", "feed", "stated"]),
    owner: z.string().nullable(),
    location: z.string(),
    categories: z.array(z.number()),
    sensitivity: sensitivity.nullable(),
    elements: z.array(z.string()),
    from: z.array(z.string()),
  })
  .openapi("DataMapSystem");

const ReceiverSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(["workforce", "vendor", "patient", "program", "recipient", "client", "stated"]),
  })
  .openapi("DataMapReceiver");

const FlowSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    category: z.number(),
    elements: z.number().openapi({ description: "Elements of it at most; 0: a person named the flow." }),
    purposes: z.array(z.string()),
    rules: z.array(z.string()),
    basis: z.enum(["policy", "stated"]),
  })
  .openapi("DataMapFlow");

export const DataMapSchema = z
  .object({
    at: z.iso.datetime(),
    policyHash: z.string(),
    categories: z.array(CategorySchema),
    systems: z.array(SystemSchema),
    receivers: z.array(ReceiverSchema),
    flows: z.array(FlowSchema),
  })
  .openapi("DataMap");

export const DataMapQuery = z.object({
  category: z.coerce.number().int().min(1).max(20).optional(),
  system: z.string().max(200).optional(),
  sensitivity: sensitivity.optional().openapi({ description: "Of the category: this high at least." }),
});

const LineSchema = z
  .object({
    id: z.string(),
    area: z.enum(["transit", "rest", "endpoints", "media"]),
    what: z.string(),
    state: z.enum(["encrypted", "partly", "plain", "local", "unknown"]),
    basis: z.enum(["measured", "configured", "stated", "unknown"]),
    detail: z.string(),
    statedBy: z.string().nullable(),
    statedAt: z.iso.datetime().nullable(),
  })
  .openapi("ProtectionLine");

export const ProtectionSchema = z
  .object({ at: z.iso.datetime(), lines: z.array(LineSchema) })
  .openapi("Protection");
