import { createRoute, z } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, obstaclesWith } from "../contract.ts";
import {
  CeilingEditSchema,
  CellEditSchema,
  DraftDiffSchema,
  DraftEditedSchema,
  DraftFilesSchema,
  DraftIdSchema,
  DraftListQuerySchema,
  DraftPageSchema,
  DraftSchema,
  FileEditSchema,
  GrantEditSchema,
  NewDraftSchema,
  OnVersionSchema,
  PolicyProblemSchema,
  RebaseSchema,
  TestRunSchema,
} from "./schema.ts";

/** Of everything that changes a policy or compiles a change of it. */
const POLICY_OBSTACLES = obstaclesWith(PolicyProblemSchema);

const ON_VERSION =
  "Names the version it was made on in `If-Match`; on another than the last it changes nothing and tells who changed what since (409).";

export const startRoute = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Start a draft beside the policy in force",
  request: { body: bodyOf(NewDraftSchema) },
  responses: { ...jsonResult(DraftSchema, "The draft"), ...DENIALS },
});

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Drafts of the policy, newest first",
  request: { query: DraftListQuerySchema },
  responses: { ...jsonResult(DraftPageSchema, "A page of drafts"), ...DENIALS },
});

export const readRoute = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "One draft with its versions: who changed what, and when",
  request: { params: DraftIdSchema },
  responses: { ...jsonResult(DraftSchema, "The draft; `ETag` is its version"), ...DENIALS },
});

export const filesRoute = createRoute({
  method: "get",
  path: "/{id}/files",
  security: BEARER,
  summary: "The files of the policy as drafted, and the text of one",
  request: { params: DraftIdSchema, query: z.object({ path: z.string().max(400).optional() }) },
  responses: { ...jsonResult(DraftFilesSchema, "Paths, and the text asked for"), ...DENIALS },
});

export const diffRoute = createRoute({
  method: "get",
  path: "/{id}/diff",
  security: BEARER,
  summary: "What the draft changes: text by file, and every cell",
  request: { params: DraftIdSchema },
  responses: { ...jsonResult(DraftDiffSchema, "Against the policy it is drafted on"), ...DENIALS },
});

export const testsRoute = createRoute({
  method: "post",
  path: "/{id}/tests",
  security: BEARER,
  summary: "Run the policy's tests over the draft",
  request: { params: DraftIdSchema },
  responses: { ...jsonResult(TestRunSchema, "Results and coverage"), ...DENIALS, ...POLICY_OBSTACLES },
});

export const cellRoute = change(
  "post",
  "/{id}/cells",
  "Set one cell: role, purpose, relation, element",
  CellEditSchema,
);

export const grantRoute = change("post", "/{id}/grants", "Put a grant, or take it away", GrantEditSchema);

export const ceilingRoute = change(
  "post",
  "/{id}/ceilings",
  "Say of an element that a purpose needs it, may ask for it, or never gives it",
  CeilingEditSchema,
);

export const fileRoute = change("put", "/{id}/files", "Write a file by hand, or take it out", FileEditSchema);

export const rebaseRoute = change(
  "post",
  "/{id}/rebase",
  "Move the draft onto the policy in force",
  RebaseSchema,
);

export const discardRoute = createRoute({
  method: "post",
  path: "/{id}/discard",
  security: BEARER,
  summary: "Discard the draft; it stays to be read",
  description: ON_VERSION,
  request: { params: DraftIdSchema, headers: OnVersionSchema },
  responses: { ...jsonResult(DraftEditedSchema, "The draft as it stands"), ...DENIALS, ...POLICY_OBSTACLES },
});

function change<M extends "post" | "put", P extends string, T extends z.ZodType>(
  method: M,
  path: P,
  summary: string,
  schema: T,
) {
  return createRoute({
    method,
    path,
    security: BEARER,
    summary,
    description: ON_VERSION,
    request: { params: DraftIdSchema, headers: OnVersionSchema, body: bodyOf(schema) },
    responses: { ...jsonResult(DraftEditedSchema, "The draft after it"), ...DENIALS, ...POLICY_OBSTACLES },
  });
}

function bodyOf<T extends z.ZodType>(schema: T) {
  return { content: { "application/json": { schema } }, required: true } as const;
}
