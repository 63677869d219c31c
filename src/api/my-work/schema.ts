import { z } from "@hono/zod-openapi";

export const WorkItemSchema = z
  .object({
    id: z.string(),
    kind: z.enum([
      "policy-review",
      "policy-finding",
      "draft",
      "relation-source",
      "locate-lock",
      "purge",
      "shredding",
      "key-end",
    ]),
    title: z.string(),
    why: z.string(),
    since: z.iso.datetime().nullable(),
    due: z.iso.date().nullable().openapi({ description: "The last day; past: overdue." }),
    href: z.string().openapi({ description: "Where in the console one does it. Never names a patient." }),
  })
  .openapi("WorkItem");

export const WorkSchema = z
  .object({
    items: z
      .array(WorkItemSchema)
      .openapi({ description: "What needs the caller now: what is due first, then the oldest." }),
    sees: z.array(z.object({ purpose: z.string(), title: z.string(), sentence: z.string() })).openapi({
      description: "What the caller's roles see, one sentence for each purpose they may declare.",
    }),
    asOf: z.iso.datetime(),
  })
  .openapi("Work");
