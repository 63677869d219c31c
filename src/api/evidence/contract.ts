import { createRoute, z } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  ArtifactSchema,
  ArtifactsQuerySchema,
  ArtifactsSchema,
  BegunSchema,
  BuildSchema,
  IdParam,
  KindsSchema,
  RerunSchema,
} from "./schema.ts";

export const kindsRoute = createRoute({
  method: "get",
  path: "/kinds",
  security: BEARER,
  summary: "What can be prepared as evidence",
  responses: { ...jsonResult(KindsSchema, "Every kind of artifact"), ...DENIALS },
});

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Artifacts of evidence, newest first",
  description:
    "45 CFR 164.316(b)(1)(ii). What each says of itself; what it holds takes the rights of its question.",
  request: { query: ArtifactsQuerySchema },
  responses: { ...jsonResult(ArtifactsSchema, "A page of artifacts"), ...DENIALS },
});

export const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "An artifact: its hash, source query, time and preparer",
  request: { params: IdParam },
  responses: { ...jsonResult(ArtifactSchema, "The artifact"), ...DENIALS },
});

export const contentRoute = createRoute({
  method: "get",
  path: "/{id}/content",
  security: BEARER,
  summary: "What an artifact holds",
  description: "Recorded before the first byte; bytes that are not those of the hash do not leave.",
  request: { params: IdParam },
  responses: {
    200: {
      description: "The bytes, as they were prepared",
      content: {
        "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) },
      },
    },
    ...DENIALS,
  },
});

/** Whom a question names is PHI, so it comes in a body and never in a URL. */
export const buildRoute = createRoute({
  method: "post",
  path: "/builds",
  security: BEARER,
  summary: "Prepare artifacts as of a moment, and a pack of them",
  description:
    "A job. Each question is decided as if it were asked of the API, with the rights that its preparer has when it is its turn.",
  request: { body: { content: { "application/json": { schema: BuildSchema } }, required: true } },
  responses: { ...jsonResult(BegunSchema, "It is on its way"), ...DENIALS, ...OBSTACLES },
});

export const rerunRoute = createRoute({
  method: "post",
  path: "/{id}/rerun",
  security: BEARER,
  summary: "Ask an artifact's question again, and compare",
  description: "With the rights of who asks now. Nothing is kept but the entry that says how it compared.",
  request: { params: IdParam },
  responses: { ...jsonResult(RerunSchema, "Whether it gives the same bytes"), ...DENIALS, ...OBSTACLES },
});
