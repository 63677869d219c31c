import { createRoute, z } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentSegment, presentSegmentSummary } from "./presenter-segments.ts";
import { needRules } from "./rules-routes.ts";
import { SegmentSchema, SegmentsSchema } from "./schema-rules.ts";
import { SEGMENTS, unlisted } from "./unknown-names.ts";

const segments = createRoute({
  method: "get",
  path: "/segments",
  security: BEARER,
  summary: "The sensitive segments of the policy",
  responses: { ...jsonResult(SegmentsSchema, "Every segment, in the order of the policy"), ...DENIALS },
});

const segment = createRoute({
  method: "get",
  path: "/segments/{id}",
  security: BEARER,
  summary: "A segment: why, how a record comes by its label, and which purposes open it",
  description: "Who sees it, and which elements, is in the matrix with `segment`.",
  request: { params: z.object({ id: z.string().max(100) }) },
  responses: { ...jsonResult(SegmentSchema, "The segment"), ...DENIALS },
});

/** The sensitive segments as the policy writes them. */
export function segmentRoutes({ pipeline }: Pick<ApiDeps, "pipeline">) {
  return newRoutes()
    .openapi(segments, (c) =>
      control(pipeline, c, needRules("api.policy.segments"), async ({ policy }) => ({
        value: { segments: policy.segments.map((one) => presentSegmentSummary(policy, one)) },
      })),
    )
    .openapi(segment, (c) =>
      control(pipeline, c, needRules("api.policy.segment"), async ({ policy }) => {
        const found = policy.segments.find(({ id }) => id === c.req.valid("param").id);
        return found === undefined ? unlisted("segment", SEGMENTS) : { value: presentSegment(policy, found) };
      }),
    );
}
