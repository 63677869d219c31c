import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  ChangedClientSchema,
  ClientParamSchema,
  ClientSchema,
  ClientsPageSchema,
  ClientsQuerySchema,
  NewClientSchema,
  RegisteredSchema,
  VersionHeaderSchema,
} from "./schema.ts";

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Apps and programs that are registered",
  request: { query: ClientsQuerySchema },
  responses: { ...jsonResult(ClientsPageSchema, "A page of registrations, by id"), ...DENIALS },
});

export const addRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Register an app or a program",
  description:
    "What it is for, through what it comes, and to whom what it gets goes: act and recipient of its calls follow from here, never from a header.",
  request: { body: { content: { "application/json": { schema: NewClientSchema } }, required: true } },
  responses: { ...jsonResult(RegisteredSchema, "Registered"), ...DENIALS, ...OBSTACLES },
});

export const changeRoute = createRoute({
  method: "put",
  path: "/{id}",
  security: BEARER,
  summary: "Change a registration",
  description: "With `If-Match` of the version that was looked at; a change made meanwhile is a conflict.",
  request: {
    params: ClientParamSchema,
    headers: VersionHeaderSchema,
    body: { content: { "application/json": { schema: ChangedClientSchema } }, required: true },
  },
  responses: { ...jsonResult(ClientSchema, "As changed"), ...DENIALS, ...OBSTACLES },
});

export const disableRoute = createRoute({
  method: "post",
  path: "/{id}/disable",
  security: BEARER,
  summary: "Disable a client: its tokens are refused at once",
  description: "Whatever the version; once more changes nothing.",
  request: { params: ClientParamSchema },
  responses: { ...jsonResult(ClientSchema, "As disabled"), ...DENIALS, ...OBSTACLES },
});
