import type { z } from "@hono/zod-openapi";
import { matrixOf } from "../../policy/analyze/index.ts";
import type { CompiledPolicy, CompiledSegment } from "../../policy/types.ts";
import { oneLine } from "../one-line.ts";
import { placeOf, standingOfSegment } from "./presenter-rules.ts";
import type { SegmentSchema, SegmentSummarySchema } from "./schema-rules.ts";

export function presentSegmentSummary(
  policy: CompiledPolicy,
  { id, title, guard, lists, owner, reviewBy, at }: CompiledSegment,
): z.infer<typeof SegmentSummarySchema> {
  return {
    id,
    title,
    guard,
    explicitOnly: lists.every(({ kind }) => kind === "security"),
    codes: lists.reduce((sum, { codes }) => sum + codes.length, 0),
    roles: [...new Set(matrixOf(policy, { segment: id }).map(({ role }) => role))],
    owner,
    reviewBy,
    at: placeOf(at),
  };
}

/** How a record comes by the label (catalogue/SPEC.md, R5 to R11), and what the purposes say of it. */
export function presentSegment(
  policy: CompiledPolicy,
  segment: CompiledSegment,
): z.infer<typeof SegmentSchema> {
  return {
    ...presentSegmentSummary(policy, segment),
    why: oneLine(segment.why),
    cfr: [...segment.cfr],
    sources: [...(segment.labels.sources ?? [])],
    lists: segment.lists.map((list) => ({ ...list, codes: [...list.codes] })),
    purposes: [...policy.purposes.values()].flatMap((purpose) => {
      const standing = standingOfSegment(purpose, 1 << segment.bit);
      return standing === "open" ? [] : [{ purpose: purpose.id, title: purpose.title, standing }];
    }),
  };
}
