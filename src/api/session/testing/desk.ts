import { createSessions } from "../../../identity/sessions/sessions.ts";
import { memorySessionStore } from "../../../identity/sessions/testing/memory-session-store.ts";
import { memoryPeopleStore } from "../../../identity/testing/memory-people-store.ts";
import type { Person } from "../../../identity/types.ts";
import { systemClock } from "../../../kernel/clock.ts";
import type { SessionDesk } from "../../ports.ts";

/** A desk of the demo over memory, where these people may sign in. */
export function demoDesk(people: readonly Person[] = [], parts: Partial<SessionDesk> = {}): SessionDesk {
  const roster = memoryPeopleStore(people);
  const sessions = createSessions({
    store: memorySessionStore(),
    clock: systemClock,
    method: "demo",
    secure: false,
  });
  return {
    mode: "demo",
    system: "ehr",
    privacyContact: null,
    sessions,
    oidc: null,
    findPerson: (id) => roster.find(id),
    ...parts,
  };
}
