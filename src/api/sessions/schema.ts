import { z } from "@hono/zod-openapi";

const SessionItemSchema = z
  .object({
    id: z.string().openapi({ description: "Names the session and does not open it." }),
    channel: z.literal("console"),
    method: z.enum(["demo", "oidc"]),
    since: z.iso.datetime(),
    lastUsed: z.iso.datetime(),
    ends: z.iso.datetime().openapi({ description: "At the latest; sooner when it is not used." }),
    current: z.boolean().openapi({ description: "The one that asks." }),
  })
  .openapi("SessionItem");

const ConnectedAppSchema = z
  .object({
    client: z.string(),
    title: z.string().nullable().openapi({ description: "Null: the app is not registered here." }),
    kind: z.enum(["app", "service", "agent", "enforcement-point"]).nullable(),
    since: z.iso.datetime(),
    lastUsed: z.iso.datetime(),
    scopes: z.array(z.string()).nullable().openapi({
      description: "SMART scopes as presented last; null: the token had none, so they do not limit.",
    }),
    purpose: z.string().nullable(),
    disconnectedAt: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "Its tokens that were issued up to then are refused." }),
  })
  .openapi("ConnectedApp");

export const SessionsSchema = z
  .object({
    person: z.string(),
    sessions: z.array(SessionItemSchema),
    apps: z.array(ConnectedAppSchema),
    idleMinutes: z.number().openapi({ description: "A session ends when it was not used for so long." }),
  })
  .openapi("Sessions");

export const PersonQuerySchema = z.object({
  person: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: "Another person's, with `identity.clients`; not given: one's own." }),
});

export const EndedSchema = z
  .object({ ended: z.number().openapi({ description: "How many." }) })
  .openapi("Ended");

export const SessionParamSchema = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) });

export const AppParamSchema = z.object({ client: z.string().min(1).max(256) });
