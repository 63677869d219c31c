import { answerOf, api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";

/** Schedule and months; as they will be when that day ends, or now. */
export function useSchedule(day: string | null) {
  return useAnswer(
    ["retention", "schedule", day],
    () => answerOf(api.retention.$get({ query: day === null ? {} : { day } })),
    { keepPrevious: true },
  );
}

/** Purges and tombstones, newest first. */
export function usePurges(enabled = true) {
  return useAnswer(["retention", "purges"], () => answerOf(api.retention.purges.$get()), { enabled });
}

/** Legal holds, newest first. */
export function useHolds() {
  return useAnswer(["retention", "holds"], () => answerOf(api.retention.holds.$get()));
}

/** Who one is to retention: id, and capabilities on it. */
export function useMe() {
  const { session } = useSession();
  return { id: session.person?.id, rights: session.rights["record.retention"] ?? [] };
}
