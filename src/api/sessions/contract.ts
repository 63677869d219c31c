import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import {
  AppParamSchema,
  EndedSchema,
  PersonQuerySchema,
  SessionParamSchema,
  SessionsSchema,
} from "./schema.ts";

const whose = { query: PersonQuerySchema };
const ended = { ...jsonResult(EndedSchema, "Ended, from now on"), ...DENIALS };

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Open sessions and connected apps",
  description: "One's own without declaring a purpose; another person's with `identity.clients`.",
  request: whose,
  responses: { ...jsonResult(SessionsSchema, "The latest used first"), ...DENIALS },
});

export const endRoute = createRoute({
  method: "post",
  path: "/{id}/end",
  security: BEARER,
  summary: "End a session",
  request: { ...whose, params: SessionParamSchema },
  responses: ended,
});

export const endOthersRoute = createRoute({
  method: "post",
  path: "/end-others",
  security: BEARER,
  summary: "End every session but the one that asks",
  request: whose,
  responses: ended,
});

export const disconnectRoute = createRoute({
  method: "post",
  path: "/apps/{client}/disconnect",
  security: BEARER,
  summary: "Take back every token of an app",
  description: "Its tokens that were issued up to now are refused at once; the app may be given new ones.",
  request: { ...whose, params: AppParamSchema },
  responses: ended,
});
