import { answerOf, api } from "./client.ts";
import { RECORD_KINDS } from "./record-kinds.ts";
import { useSession } from "./session-context.tsx";
import { useAnswer } from "./use-answer.ts";

/** A value that a filter may take, with its words. */
interface Known {
  readonly id: string;
  readonly label: string;
}

const NONE: readonly Known[] = [];

/** The people of the directory; none for who may not read it, or while nobody asks: each answer is an entry of the record. */
export function useKnownPeople(isWanted: boolean): readonly Known[] {
  const { session } = useSession();
  const enabled = isWanted && session.controls.includes("workforce.roster");
  const { data } = useAnswer(["known", "people"], readPeople, { enabled });
  return data ?? NONE;
}

async function readPeople(): Promise<readonly Known[]> {
  const { people } = await answerOf(api.people.$get({ query: { limit: "500" } }));
  return people.map(({ id, displayName }) => ({ id, label: displayName }));
}

/** The purposes of the policy; one's own for who may not read it. */
export function useKnownPurposes(isWanted: boolean): readonly Known[] {
  const { session } = useSession();
  const enabled = isWanted && session.controls.includes("policy.rules");
  const { data } = useAnswer(["known", "purposes"], readPurposes, { enabled });
  return data ?? session.purposes.map(({ id, title }) => ({ id, label: title }));
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
