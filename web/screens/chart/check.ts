import type { InferResponseType } from "hono/client";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useKeep } from "./written.tsx";

/** What is shown of a record, or of a kind of record, with rules and reasons. */
export type Check = InferResponseType<typeof api.decisions.check.$post, 200>;
export type CheckedElement = Check["elements"][number];

/** Asks once for a record (`Condition/7`) or a kind of record (`Condition`, what the policy alone says). */
export function useCheck(resource: string, what: string) {
  const keep = useKeep();
  return useAnswer(["check", resource], () =>
    keep(what, recordedAnswerOf(api.decisions.check.$post({ json: { resource } }))),
  );
}
