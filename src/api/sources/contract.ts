import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  ChangedSourceSchema,
  NewSourceSchema,
  OpenedRejectSchema,
  RejectParam,
  RejectQuery,
  RejectsSchema,
  SourceParam,
  SourceSchema,
  SourcesSchema,
  SourceVersionHeader,
} from "./schema.ts";

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Systems whose logs come in, with when each was seen last",
  responses: { ...jsonResult(SourcesSchema, "Every source, by id"), ...DENIALS },
});

export const addRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Register a system whose log comes in",
  request: { body: { content: { "application/json": { schema: NewSourceSchema } }, required: true } },
  responses: { ...jsonResult(SourceSchema, "Registered"), ...DENIALS, ...OBSTACLES },
});

export const changeRoute = createRoute({
  method: "patch",
  path: "/{id}",
  security: BEARER,
  summary: "Change what is registered of a source, or switch it off",
  request: {
    params: SourceParam,
    headers: SourceVersionHeader,
    body: { content: { "application/json": { schema: ChangedSourceSchema } }, required: true },
  },
  responses: { ...jsonResult(SourceSchema, "As it stands then"), ...DENIALS, ...OBSTACLES },
});

export const rejectsRoute = createRoute({
  method: "get",
  path: "/{id}/rejects",
  security: BEARER,
  summary: "Events of a source that could not be taken, newest first",
  request: { params: SourceParam, query: RejectQuery },
  responses: { ...jsonResult(RejectsSchema, "With their reasons, without what was sent"), ...DENIALS },
});

export const openRejectRoute = createRoute({
  method: "get",
  path: "/{id}/rejects/{reject}",
  security: BEARER,
  summary: "A rejected event as it came",
  description: "It may name a patient, so it takes `record.patients` besides.",
  request: { params: RejectParam },
  responses: { ...jsonResult(OpenedRejectSchema, "The event"), ...DENIALS },
});
