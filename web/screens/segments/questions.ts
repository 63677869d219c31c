import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";

export type SegmentSummary = InferResponseType<typeof api.policy.segments.$get, 200>["segments"][number];
export type Segment = InferResponseType<(typeof api.policy.segments)[":id"]["$get"], 200>;
export type CodeList = Segment["lists"][number];
export type Matrix = InferResponseType<typeof api.policy.matrix.$get, 200>;
export type MatrixRow = Matrix["rows"][number];
export type Transform = Matrix["transforms"][number];

/** Every segment of the policy in force. */
export const useSegments = () =>
  useAnswer(["policy", "segments"], () => answerOf(api.policy.segments.$get()));

/** One segment. */
export const useSegment = (id: string) =>
  useAnswer(["policy", "segment", id], () => answerOf(api.policy.segments[":id"].$get({ param: { id } })));

/** Roles and purposes that see something of records so labeled; as many rows as a policy ever has. */
export const useSeers = (segment: string) =>
  useAnswer(["policy", "matrix", "seers", segment], () =>
    answerOf(api.policy.matrix.$get({ query: { segment, limit: "1000" } })),
  );
