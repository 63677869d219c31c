import { z } from "@hono/zod-openapi";

const STATES = ["waiting", "running", "done", "failed", "canceled", "expired"] as const;

export const JobSchema = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    person: z.string(),
    state: z.enum(STATES),
    reason: z.string().nullable().openapi({ description: "Why it failed or expired; a reason code." }),
    step: z.number().int(),
    steps: z.number().int(),
    madeAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    endsAt: z.iso.datetime().openapi({ description: "When what it made is withdrawn." }),
  })
  .openapi("Job");

export const JobsSchema = z.object({ jobs: z.array(JobSchema) }).openapi("Jobs");

export const JobQuerySchema = z.object({
  whose: z.enum(["mine", "all"]).default("mine").openapi({ description: "`all` takes `job.queue`." }),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const JobParamSchema = z.object({ id: z.uuid() });
