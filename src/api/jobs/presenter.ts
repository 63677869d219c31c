import type { z } from "@hono/zod-openapi";
import type { Job } from "../../jobs/types.ts";
import { isoTime } from "../iso-time.ts";
import type { JobSchema } from "./schema.ts";

/** A job without what it is to do: that names patients. */
export function presentJob(job: Job): z.infer<typeof JobSchema> {
  const { id, kind, personId: person, state, reason, step, steps } = job;
  const times = {
    madeAt: isoTime(job.madeAt),
    changedAt: isoTime(job.changedAt),
    endsAt: isoTime(job.endsAt),
  };
  return { id, kind, person, state, reason, step, steps, ...times };
}
