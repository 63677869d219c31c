import { answerOf, api } from "../../api/client.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import type { State } from "./shredding.ts";

/** The newest of them; older ones are listed on the command line. */
const SHOWN = 200;
/** Each look is an entry of the record. */
const LOOK_MS = 3_000;

/** The register, newest first. While something is under way it is read again. */
export function useShreddings(state: State | null, isUnderWay: boolean) {
  return useAnswer(
    ["shreddings", state],
    () =>
      answerOf(
        api.shreddings["_search"].$post({ json: { limit: SHOWN, ...(state === null ? {} : { state }) } }),
      ),
    { keepPrevious: true, ...(isUnderWay ? { every: LOOK_MS } : {}) },
  );
}

/** Who one is to the register: id, roles, and capabilities on it. */
export function useMe() {
  const { session } = useSession();
  return {
    id: session.person?.id,
    roles: (session.person?.roles ?? []).map(({ id }) => id),
    rights: session.rights["shredding.register"] ?? [],
  };
}
