import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import type { Purpose } from "../questions.ts";

/** The rows of the purpose × element map for these purposes, in their order. */
export function usePurposeMap(ids: readonly string[], enabled: boolean) {
  return useAnswer(["policy", "purpose-map", ids], () => Promise.all(ids.map(readPurpose)), {
    enabled,
    keepPrevious: true,
  });
}

function readPurpose(id: string): Promise<Purpose> {
  return answerOf(api.policy.purposes[":id"].$get({ param: { id } }));
}
