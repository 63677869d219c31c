import type { Session, SessionStore } from "../ports.ts";

/** Sessions in memory, for tests. */
export function memorySessionStore(): SessionStore {
  const sessions = new Map<string, Session>();
  const change = (id: string, to: (session: Session) => Partial<Session>): void => {
    const session = sessions.get(id);
    if (session !== undefined) sessions.set(id, { ...session, ...to(session) });
  };
  return {
    async add(session) {
      sessions.set(session.id, session);
    },
    find: async (id) => sessions.get(id),
    ofPerson: async (personId) =>
      [...sessions.values()]
        .filter((session) => session.personId === personId)
        .toSorted((a, b) => b.seenAt - a.seenAt || (a.id < b.id ? -1 : 1)),
    touch: async (id, at) => change(id, ({ seenAt }) => ({ seenAt: Math.max(seenAt, at) })),
    revoke: async (id, at) => change(id, ({ revokedAt }) => ({ revokedAt: revokedAt ?? at })),
    async forget(endedBefore) {
      for (const { id, endsAt } of sessions.values()) if (endsAt < endedBefore) sessions.delete(id);
    },
  };
}
