import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import { DataMapQuery, DataMapSchema, ProtectionSchema } from "./map-schema.ts";
import {
  InventorySchema,
  NewSystemSchema,
  SystemFileSchema,
  SystemParam,
  SystemSchema,
  SystemsTakenSchema,
  SystemVersionHeader,
  SystemWordsSchema,
} from "./schema.ts";

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Systems that hold PHI as people name them, and kinds that nobody has said anything of",
  description: "45 CFR 164.308(a)(1)(ii)(A): a risk analysis begins with where PHI lies.",
  responses: { ...jsonResult(InventorySchema, "Every system, by id"), ...DENIALS },
});

export const addRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Name a system that holds PHI, or say that there is none of a kind",
  request: { body: { content: { "application/json": { schema: NewSystemSchema } }, required: true } },
  responses: { ...jsonResult(SystemSchema, "Added; `ETag` is its version"), ...DENIALS, ...OBSTACLES },
});

export const changeRoute = createRoute({
  method: "put",
  path: "/{id}",
  security: BEARER,
  summary: "Say otherwise of a system",
  description: "With `If-Match` of the version that was looked at; a change made meanwhile is a conflict.",
  request: {
    params: SystemParam,
    headers: SystemVersionHeader,
    body: { content: { "application/json": { schema: SystemWordsSchema } }, required: true },
  },
  responses: { ...jsonResult(SystemSchema, "As it stands then"), ...DENIALS, ...OBSTACLES },
});

export const confirmRoute = createRoute({
  method: "post",
  path: "/{id}/confirm",
  security: BEARER,
  summary: "Say that all of it is still right",
  description: "With `If-Match` of the version that was looked at. It holds for a year.",
  request: { params: SystemParam, headers: SystemVersionHeader },
  responses: { ...jsonResult(SystemSchema, "As it stands then"), ...DENIALS, ...OBSTACLES },
});

export const importRoute = createRoute({
  method: "post",
  path: "/import",
  security: BEARER,
  summary: "Take a file of systems",
  description: "The same file again changes nothing.",
  request: { body: { content: { "application/json": { schema: SystemFileSchema } }, required: true } },
  responses: {
    ...jsonResult(SystemsTakenSchema, "What was written, and rows that are no system"),
    ...DENIALS,
    ...OBSTACLES,
  },
});

export const mapRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Where PHI lies by category, and who may receive it",
  description: "Worked out at each look from the policy in force, the registers and the settings.",
  request: { query: DataMapQuery },
  responses: { ...jsonResult(DataMapSchema, "Systems, receivers and flows"), ...DENIALS },
});

export const protectionRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "What is encrypted in transit and at rest, and how that is known",
  description: "45 CFR 164.312(a)(2)(iv), (e)(2)(ii).",
  responses: { ...jsonResult(ProtectionSchema, "A line for each way and place"), ...DENIALS },
});
