import { type Query, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useSession } from "./session-context.tsx";

interface AnswerOptions {
  /** Milliseconds between two asks; for jobs and lists that fill by themselves. */
  readonly every?: number;
  /** False: not yet. */
  readonly enabled?: boolean;
  /** Shows the page before while the next one is on its way. */
  readonly keepPrevious?: boolean;
}

/** How many parts of a key say whose answer it is. */
const WHOSE_PARTS = 4;

/**
 * A question to the server as a query. Its key holds person, purpose and case, so that no answer given to one
 * person or for one purpose is ever shown to another.
 */
export function useAnswer<T>(
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<T>,
  { every, enabled = true, keepPrevious = false }: AnswerOptions = {},
): UseQueryResult<T> {
  const { session, purpose, caseId, isChanging } = useSession();
  const whose = ["answer", session.person?.id ?? null, purpose?.id ?? null, caseId];
  return useQuery({
    queryKey: [...whose, ...key],
    queryFn: ({ signal }) => ask(signal),
    enabled: enabled && !isChanging,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keepPrevious ? { placeholderData: previousOf(whose) } : {}),
  });
}

/** Answers whose key begins so are asked anew, whoever was told them: for what one's own act has just changed. */
export function useOutdate(key: readonly unknown[]): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => answers(queryKey, key) });
}

/** Whether a query asks what begins so; its first parts say who asks, for what. */
export function answers(queryKey: readonly unknown[], key: readonly unknown[]): boolean {
  return queryKey[0] === "answer" && key.every((part, at) => queryKey[WHOSE_PARTS + at] === part);
}

/** The answer before, when it was given to the same person for the same purpose. */
function previousOf(whose: readonly unknown[]) {
  return <T>(data: T | undefined, query: Query<T> | undefined): T | undefined =>
    whose.every((part, at) => query?.queryKey[at] === part) ? data : undefined;
}
