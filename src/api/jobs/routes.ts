import { createRoute } from "@hono/zod-openapi";
import { givesControlElement } from "../../decision/control-element.ts";
import { decide } from "../../decision/decide.ts";
import { because } from "../../decision/reasons.ts";
import type { Job } from "../../jobs/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ControlAnswer, ControlNeed } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentJob } from "./presenter.ts";
import { JobParamSchema, JobQuerySchema, JobSchema, JobsSchema } from "./schema.ts";

const list = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Exports and other work that goes on",
  request: { query: JobQuerySchema },
  responses: { ...jsonResult(JobsSchema, "Newest first"), ...DENIALS },
});

const read = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "How a job stands",
  description: "One's own; another person's with `job.queue`.",
  request: { params: JobParamSchema },
  responses: { ...jsonResult(JobSchema, "The job"), ...DENIALS },
});

const cancel = createRoute({
  method: "post",
  path: "/{id}/cancel",
  security: BEARER,
  summary: "End a job, and take away what it made",
  description: "One's own; another person's with the capability `administer` on `job.queue`.",
  request: { params: JobParamSchema },
  responses: { ...jsonResult(JobSchema, "The job as it stands then"), ...DENIALS },
});

const ELEMENT = "job.queue";

type JobDeps = Pick<ApiDeps, "pipeline" | "jobs">;

export function jobRoutes({ pipeline, jobs }: JobDeps) {
  return newRoutes()
    .openapi(list, (c) => {
      const { whose, limit } = c.req.valid("query");
      const element = whose === "all" ? ELEMENT : null;
      const need = { interaction: "api.jobs.list", capability: "read", element } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const own = whose === "all" ? {} : { personId: caller.person.id };
        return { value: { jobs: (await jobs.list({ ...own, limit })).map(presentJob) } };
      });
    })
    .openapi(read, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, needOf("api.jobs.read", id), async (permitted) => {
        const job = await jobs.find(id);
        return isTheirs(permitted, job, "read") ? told(permitted, job) : because("not_found");
      });
    })
    .openapi(cancel, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, needOf("api.jobs.cancel", id), async (permitted) => {
        const job = await jobs.find(id);
        if (!isTheirs(permitted, job, "administer")) return because("not_found");
        const ended = await jobs.end(id, "canceled", null, permitted.now);
        const answer = told(permitted, (await jobs.find(id)) ?? job);
        return { ...answer, changes: ended ? [`canceled job/${id}`] : [] };
      });
    });
}

/** Who may do it follows from whose job it is, so that it is decided once that is known. */
function needOf(interaction: string, id: string): ControlNeed {
  return { interaction, capability: "read", element: null, query: id };
}

/** Their own, or anybody's by the right to the queue. To all others it is not there. */
function isTheirs(
  { caller, decision, policy, facts }: Permitted,
  job: Job | undefined,
  capability: "read" | "administer",
): job is Job {
  if (job === undefined) return false;
  if (job.personId === caller.person.id) return true;
  return givesControlElement(decide({ ...decision.request, capability }, policy, facts), ELEMENT);
}

function told({ caller }: Permitted, job: Job): ControlAnswer<ReturnType<typeof presentJob>> {
  return { value: presentJob(job), released: job.personId === caller.person.id ? [] : [ELEMENT] };
}
