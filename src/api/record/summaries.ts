/** The record summed up: who saw a patient, what a person saw, exceptions by grant, the life of one grant. */
import { createRoute, z } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, type ControlNeed, givesElement } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { queryOf } from "./query.ts";
import { presentActivity, presentGroups, presentTimeline, presentViewers } from "./summary-presenter.ts";
import {
  ActivityQuerySchema,
  ActivitySchema,
  ExceptionGroupsSchema,
  ExceptionsQuerySchema,
  GrantTimelineSchema,
  ViewersQuerySchema,
  ViewersSchema,
} from "./summary-schema.ts";

const FAR = "One answer goes through 20,000 entries at most, and says how far it came; go on with `next`.";
const bodyOf = <T extends z.ZodType>(schema: T) => ({
  body: { content: { "application/json": { schema } }, required: true },
});

/** The patient comes in a body and never in a URL. */
const viewers = createRoute({
  method: "post",
  path: "/_viewers",
  security: BEARER,
  summary: "Who saw this patient",
  description: `One row a person, and one for each other system that tells of one. Needs \`record.entries\` and \`record.patients\`. ${FAR}`,
  request: bodyOf(ViewersQuerySchema),
  responses: { ...jsonResult(ViewersSchema, "Whose entry is the newest, first"), ...DENIALS },
});

const activity = createRoute({
  method: "post",
  path: "/_activity",
  security: BEARER,
  summary: "What this person saw",
  description: `Days, hours of the week, purposes, outcomes. How many patients: only with \`record.patients\`. ${FAR}`,
  request: bodyOf(ActivityQuerySchema),
  responses: { ...jsonResult(ActivitySchema, "Sums over the person's entries"), ...DENIALS },
});

const exceptions = createRoute({
  method: "post",
  path: "/_exceptions",
  security: BEARER,
  summary: "Break-glass and just-in-time access, grant by grant",
  description: FAR,
  request: bodyOf(ExceptionsQuerySchema),
  responses: { ...jsonResult(ExceptionGroupsSchema, "Whose entry is the newest, first"), ...DENIALS },
});

const timeline = createRoute({
  method: "get",
  path: "/grants/{id}",
  security: BEARER,
  summary: "The life of a temporary grant, from the record alone",
  description:
    "Ask, decisions, changes, opening, uses, close and expiry in order; uses that follow each other are one step.",
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: { ...jsonResult(GrantTimelineSchema, "The oldest step first"), ...DENIALS },
});

function needOf(interaction: string, asked?: object): ControlNeed {
  const query = asked === undefined ? {} : { query: JSON.stringify(asked) };
  return { interaction, capability: "search", element: "record.entries", ...query };
}

const showsPatients = (permitted: Permitted): boolean => givesElement(permitted, "record.patients");

function releasedTo(permitted: Permitted): readonly string[] {
  return ["record.entries", ...(showsPatients(permitted) ? ["record.patients"] : [])];
}

/** Under `/api/v1/record`. */
export function recordSummaryRoutes(deps: Pick<ApiDeps, "pipeline" | "recordSummaries">) {
  const { pipeline, recordSummaries: desk } = deps;
  return newRoutes()
    .openapi(viewers, (c) => {
      const { zone, way, after, ...filters } = c.req.valid("json");
      return control(pipeline, c, needOf("api.log.viewers", c.req.valid("json")), async (permitted) => {
        if (!showsPatients(permitted))
          return because("no_grant", null, "who saw a patient needs `record.patients`");
        const found = await desk.viewers({ ...narrowed(filters, after, way), zone });
        // A patient of whom there is nothing may be none at all.
        const patients = found.counted === 0 ? [] : [filters.patient];
        return { value: presentViewers(found), patients, released: releasedTo(permitted) };
      });
    })
    .openapi(activity, (c) => {
      const { zone, way, after, ...filters } = c.req.valid("json");
      return control(pipeline, c, needOf("api.log.activity", c.req.valid("json")), async (permitted) => {
        const found = await desk.activity({ ...narrowed(filters, after, way), zone });
        return {
          value: presentActivity(found, showsPatients(permitted)),
          released: releasedTo(permitted),
        };
      });
    })
    .openapi(exceptions, (c) => {
      const { after, ...filters } = c.req.valid("json");
      return control(pipeline, c, needOf("api.log.exceptions", c.req.valid("json")), async (permitted) => {
        const found = await desk.exceptions(narrowed(filters, after).query);
        return { value: presentGroups(found, showsPatients(permitted)), released: releasedTo(permitted) };
      });
    })
    .openapi(timeline, (c) =>
      control(pipeline, c, needOf("api.log.grant"), async (permitted) => {
        const found = await desk.grant(c.req.valid("param").id);
        if (found === null) return because("not_found", null, "the record holds nothing of this grant");
        return { value: presentTimeline(found, showsPatients(permitted)), released: releasedTo(permitted) };
      }),
    );
}

function narrowed<Way>(filters: Parameters<typeof queryOf>[0], after?: string, way?: Way) {
  const query = { ...queryOf(filters), ...(after === undefined ? {} : { after }) };
  return { query, ...(way === undefined ? {} : { way }) };
}
