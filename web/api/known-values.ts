import { answerOf, api } from "./client.ts";
import { RECORD_KINDS } from "./record-kinds.ts";
import { useSession } from "./session-context.tsx";
import { useAnswer } from "./use-answer.ts";

/** A value that a filter may take, with its words. */
interface Known {
  readonly id: string;
  readonly label: string;
}

interface KnownValues {
  readonly options: readonly Known[];
  readonly isLoading: boolean;
}

/** The people of the directory; none for who may not read it, or while nobody asks: each answer is an entry of the record. */
export function useKnownPeople(isWanted: boolean): KnownValues {
  const { session } = useSession();
  const enabled = isWanted && session.controls.includes("workforce.roster");
  const { data, isLoading } = useAnswer(["known", "people"], readPeople, { enabled });
  return { options: data ?? [], isLoading };
}

async function readPeople(): Promise<readonly Known[]> {
  const { people } = await answerOf(api.people.$get({ query: { limit: "500" } }));
  return people.map(({ id, displayName }) => ({ id, label: displayName }));
}

/** The purposes of the policy; one's own for who may not read it. */
export function useKnownPurposes(isWanted: boolean): KnownValues {
  const { session } = useSession();
  const enabled = isWanted && session.controls.includes("policy.rules");
  const { data, isLoading } = useAnswer(["known", "purposes"], readPurposes, { enabled });
  return { options: data ?? session.purposes.map(({ id, title }) => ({ id, label: title })), isLoading };
}

async function readPurposes(): Promise<readonly Known[]> {
  const { purposes } = await answerOf(api.policy.purposes.$get());
  return purposes.map(({ id, title }) => ({ id, label: title }));
}

/** The kinds of records by their FHIR types. */
export const KNOWN_KINDS: readonly Known[] = Object.entries(RECORD_KINDS).map(([id, label]) => ({
  id,
  label,
}));
