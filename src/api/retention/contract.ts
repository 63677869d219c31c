import { createRoute, z } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  HoldSchema,
  HoldsSchema,
  NewHoldSchema,
  NewPurgeSchema,
  ProposedSchema,
  PurgesSchema,
  PurgeSchema,
  ReleaseSchema,
  ScheduleQuerySchema,
  ScheduleSchema,
} from "./schema.ts";

const IdParam = z.object({ id: z.uuid() });

export const scheduleRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "How long what is documented is kept, and which months of the record are due",
  request: { query: ScheduleQuerySchema },
  responses: { ...jsonResult(ScheduleSchema, "The schedule, and every month of the record"), ...DENIALS },
});

export const holdsRoute = createRoute({
  method: "get",
  path: "/holds",
  security: BEARER,
  summary: "Legal holds, newest first, with whoever opened and released them",
  responses: { ...jsonResult(HoldsSchema, "Every hold"), ...DENIALS },
});

/** Whom a hold is about is PHI, so it comes in a body and never in a URL. */
export const openHoldRoute = createRoute({
  method: "post",
  path: "/holds",
  security: BEARER,
  summary: "Open a legal hold: what it concerns is neither purged nor made unreadable",
  request: { body: { content: { "application/json": { schema: NewHoldSchema } }, required: true } },
  responses: { ...jsonResult(HoldSchema, "The hold"), ...DENIALS, ...OBSTACLES },
});

export const releaseHoldRoute = createRoute({
  method: "post",
  path: "/holds/{id}/release",
  security: BEARER,
  summary: "Release a legal hold, and say why",
  request: {
    params: IdParam,
    body: { content: { "application/json": { schema: ReleaseSchema } }, required: true },
  },
  responses: { ...jsonResult(HoldSchema, "The hold"), ...DENIALS, ...OBSTACLES },
});

export const purgesRoute = createRoute({
  method: "get",
  path: "/purges",
  security: BEARER,
  summary: "What was proposed to go, and the tombstones of what went",
  responses: { ...jsonResult(PurgesSchema, "Purges and tombstones, newest first"), ...DENIALS },
});

export const proposePurgeRoute = createRoute({
  method: "post",
  path: "/purges",
  security: BEARER,
  summary: "Propose that months of the record go, or see what would",
  description:
    "Nothing goes before another person confirms it. One month that is to be kept stops all of it.",
  request: { body: { content: { "application/json": { schema: NewPurgeSchema } }, required: true } },
  responses: { ...jsonResult(ProposedSchema, "What was proposed"), ...DENIALS, ...OBSTACLES },
});

export const withdrawPurgeRoute = createRoute({
  method: "post",
  path: "/purges/{id}/withdraw",
  security: BEARER,
  summary: "Withdraw a purge that nobody confirmed yet, one's own or another's",
  request: { params: IdParam },
  responses: { ...jsonResult(PurgeSchema, "The purge"), ...DENIALS, ...OBSTACLES },
});

export const confirmPurgeRoute = createRoute({
  method: "post",
  path: "/purges/{id}/confirm",
  security: BEARER,
  summary: "Confirm what another person proposed: the months go, and leave tombstones",
  request: { params: IdParam },
  responses: { ...jsonResult(PurgesSchema, "The purge and its tombstones"), ...DENIALS, ...OBSTACLES },
});
