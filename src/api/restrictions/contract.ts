import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import { DirectiveParam } from "../directive/schema.ts";
import {
  NewRestrictionSchema,
  RefusalReasonSchema,
  RestrictionPageSchema,
  RestrictionQuerySchema,
  RestrictionSchema,
  TerminationSchema,
} from "./schema.ts";

const one = { ...jsonResult(RestrictionSchema, "The restriction"), ...DENIALS };
const changed = { ...one, ...OBSTACLES };

export const searchRoute = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Restrictions that individuals asked for, newest first",
  description: "The question may name a patient, so it comes in a body and never in a URL.",
  request: { body: { content: { "application/json": { schema: RestrictionQuerySchema } }, required: true } },
  responses: { ...jsonResult(RestrictionPageSchema, "A page of restrictions"), ...DENIALS },
});

export const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "One restriction, with what was done about it",
  request: { params: DirectiveParam },
  responses: one,
});

export const requestRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Register what an individual asks to restrict",
  description:
    "45 CFR 164.522(a). What was paid in full is in force at once; anything else once it is accepted.",
  request: { body: { content: { "application/json": { schema: NewRestrictionSchema } }, required: true } },
  responses: changed,
});

export const acceptRoute = createRoute({
  method: "post",
  path: "/{id}/accept",
  security: BEARER,
  summary: "Agree to a restriction: it is in force with the next request",
  request: { params: DirectiveParam },
  responses: changed,
});

export const refuseRoute = createRoute({
  method: "post",
  path: "/{id}/refuse",
  security: BEARER,
  summary: "Refuse a restriction, and say why",
  request: {
    params: DirectiveParam,
    body: { content: { "application/json": { schema: RefusalReasonSchema } }, required: true },
  },
  responses: changed,
});

export const terminateRoute = createRoute({
  method: "post",
  path: "/{id}/terminate",
  security: BEARER,
  summary: "End a restriction, as the individual asked for or agreed to",
  request: {
    params: DirectiveParam,
    body: { content: { "application/json": { schema: TerminationSchema } }, required: true },
  },
  responses: changed,
});
