import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { type Declared, declare, declared, declareNothing, onDeclared } from "./declared.ts";
import { type Problem, problemOf } from "./problem.ts";
import { endSession, readSession, type Session, type SessionPurpose, signInAs } from "./session.ts";

/** What screens know of the session, and what they may change about it. */
export interface SessionState {
  readonly session: Session;
  /** The declared purpose; null while none is. */
  readonly purpose: SessionPurpose | null;
  readonly caseId: string | null;
  /** While one becomes somebody else: nothing is asked meanwhile. */
  readonly isChanging: boolean;
  readonly signIn: (person: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly declarePurpose: (purpose: string, caseId?: string) => void;
}

const SessionContext = createContext<SessionState | null>(null);

interface SessionProviderProps {
  readonly pending: ReactNode;
  readonly failed: (problem: Problem, retry: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Asks the server who one is, then shows the console. */
export function SessionProvider({ pending, failed, children }: SessionProviderProps) {
  const query = useQuery({
    queryKey: ["session"],
    queryFn: readSession,
    staleTime: Infinity,
  });
  if (query.data !== undefined) return <Provided session={query.data}>{children}</Provided>;
  if (query.isError) return failed(problemOf(query.error), () => void query.refetch());
  return pending;
}

/** The session. Everything under the shell stands in one. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === null) throw new Error("useSession needs a SessionProvider above it");
  return state;
}

function Provided({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  const said = useSyncExternalStore(onDeclared, declared);
  const [change, isChanging] = useSessionChange(session);
  const person = session.person?.id ?? null;
  useOwnPurpose(session, said);
  useForgetting(person);
  const state = useMemo<SessionState>(
    () => ({
      session,
      purpose: session.purposes.find(({ id }) => id === said.purpose) ?? null,
      caseId: said.case,
      isChanging,
      signIn: async (whom) => void (await change(() => signInAs(whom))),
      signOut: async () => {
        const elsewhere = await change(endSession);
        if (elsewhere !== null) location.assign(elsewhere);
      },
      declarePurpose: (purpose, caseId) => declare({ person, purpose, case: caseId ?? null }),
    }),
    [session, person, said, change, isChanging],
  );
  // INVARIANT: nothing is asked, and nothing kept on the page, under what another person declared.
  if (said.person !== person) return null;
  return <SessionContext value={state}>{children}</SessionContext>;
}

type Change = <T>(change: () => Promise<T>) => Promise<T>;

/** Changes who one is; true until the session that follows is known, even when it is the same. */
function useSessionChange(session: Session): readonly [Change, boolean] {
  const client = useQueryClient();
  const [leaving, setLeaving] = useState<Session | null>(null);
  const run = useCallback<Change>(
    async (change) => {
      setLeaving(session);
      try {
        return await change();
      } finally {
        await client.invalidateQueries({ queryKey: ["session"] });
        if (client.getQueryData(["session"]) === session) setLeaving(null);
      }
    },
    [client, session],
  );
  return [run, leaving === session];
}

/** Forgets every answer that one person got once another is there, when nothing on the page shows it any more. */
function useForgetting(person: string | null): void {
  const client = useQueryClient();
  useEffect(
    () => () =>
      client.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] === "answer" && queryKey[1] === person,
      }),
    [client, person],
  );
}

/**
 * Lets what is declared be the person's own: their usual purpose, until they change it; nothing where they have none,
 * or nobody is signed in.
 */
function useOwnPurpose({ person, purposes, usualPurpose }: Session, said: Declared): void {
  useEffect(() => {
    const own = said.person === (person?.id ?? null);
    if (person === null) {
      if (!own || said.purpose !== null) declareNothing();
      return;
    }
    if (own && purposes.some(({ id }) => id === said.purpose)) return;
    if (!own || said.purpose !== usualPurpose)
      declare({ person: person.id, purpose: usualPurpose, case: null });
  }, [person, purposes, usualPurpose, said]);
}
