import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import { DirectiveParam } from "../directive/schema.ts";
import {
  NewShreddingSchema,
  ShreddingPageSchema,
  ShreddingQuerySchema,
  ShreddingSchema,
  StandingQuerySchema,
  StandingSchema,
} from "./schema.ts";

const one = { ...jsonResult(ShreddingSchema, "The shredding"), ...DENIALS };
const changed = { ...one, ...OBSTACLES };

export const searchRoute = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Keys of patients that are to be destroyed, or were, newest first",
  request: { body: { content: { "application/json": { schema: ShreddingQuerySchema } }, required: true } },
  responses: { ...jsonResult(ShreddingPageSchema, "A page of shreddings"), ...DENIALS },
});

export const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "How a shredding stands",
  request: { params: DirectiveParam },
  responses: one,
});

export const standingRoute = createRoute({
  method: "post",
  path: "/_standing",
  security: BEARER,
  summary: "What stands in the way of destroying the key of a patient now, and what would go with it",
  description:
    "Changes nothing. Retention, legal holds, the accounting of disclosures, a shredding that is open.",
  request: { body: { content: { "application/json": { schema: StandingQuerySchema } }, required: true } },
  responses: { ...jsonResult(StandingSchema, "How things stand"), ...DENIALS },
});

export const proposeRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Propose to destroy the key of a patient",
  description:
    "45 CFR 164.310(d)(2)(i). Refused while retention, a legal hold or the accounting of disclosures asks for what is about the patient.",
  request: { body: { content: { "application/json": { schema: NewShreddingSchema } }, required: true } },
  responses: changed,
});

export const approveRoute = createRoute({
  method: "post",
  path: "/{id}/approve",
  security: BEARER,
  summary: "Destroy the key: a second person, in another role",
  description: "Cannot be undone. Reads of others go on while their keys are wrapped anew.",
  request: { params: DirectiveParam },
  responses: changed,
});

export const withdrawRoute = createRoute({
  method: "post",
  path: "/{id}/withdraw",
  security: BEARER,
  summary: "Withdraw what nobody approved yet",
  request: { params: DirectiveParam },
  responses: changed,
});
