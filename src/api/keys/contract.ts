import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  KeyParam,
  KeysChangedSchema,
  KeysSchema,
  OperationsQuery,
  OperationsSchema,
  RewrapSchema,
  RotationSchema,
} from "./schema.ts";

const changed = { ...jsonResult(KeysChangedSchema, "The keys it was about"), ...DENIALS, ...OBSTACLES };

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "The keys by id, use, state and age, and the vault that holds the root key",
  description: "45 CFR 164.312(a)(2)(iv). No key is ever given out.",
  responses: { ...jsonResult(KeysSchema, "The keys"), ...DENIALS },
});

export const operationsRoute = createRoute({
  method: "get",
  path: "/operations",
  security: BEARER,
  summary: "What was done with keys, newest first",
  request: { query: OperationsQuery },
  responses: { ...jsonResult(OperationsSchema, "Operations, as the record tells them"), ...DENIALS },
});

export const rotateRoute = createRoute({
  method: "post",
  path: "/rotate",
  security: BEARER,
  summary: "Make a new active key; the one before still opens what it sealed",
  request: { body: { content: { "application/json": { schema: RotationSchema } }, required: true } },
  responses: changed,
});

export const rewrapRoute = createRoute({
  method: "post",
  path: "/rewrap",
  security: BEARER,
  summary: "Wrap every data key anew under the vault; what they sealed is not touched",
  request: { body: { content: { "application/json": { schema: RewrapSchema } }, required: true } },
  responses: changed,
});

export const proposeRoute = createRoute({
  method: "post",
  path: "/{id}/propose-destroy",
  security: BEARER,
  summary: "Propose to destroy a retired key",
  request: { params: KeyParam },
  responses: changed,
});

export const approveRoute = createRoute({
  method: "post",
  path: "/{id}/approve-destroy",
  security: BEARER,
  summary: "Destroy a key that somebody else proposed to destroy; for good",
  description: "Refused while anything lies under the key.",
  request: { params: KeyParam },
  responses: changed,
});
