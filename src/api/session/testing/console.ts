import type { AuditEntry } from "../../../audit/types.ts";
import { nextEntryId } from "../../../audit/entry-id.ts";
import { buildRelationIndex } from "../../../decision/relation-index.ts";
import { createConnections } from "../../../identity/clients/connections.ts";
import {
  memoryClientStore,
  memoryConnectionStore,
} from "../../../identity/clients/testing/memory-client-store.ts";
import { createIdentify } from "../../../identity/identify.ts";
import { createSessions } from "../../../identity/sessions/sessions.ts";
import { memorySessionStore } from "../../../identity/sessions/testing/memory-session-store.ts";
import { type MovableClock, movableClock } from "../../../identity/sessions/testing/movable-clock.ts";
import { memoryPeopleStore } from "../../../identity/testing/memory-people-store.ts";
import { personNamed } from "../../../identity/testing/people-store.contract.ts";
import type { Person } from "../../../identity/types.ts";
import { loadPolicy } from "../../../policy/index.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { createPipeline, NO_DIRECTIVES } from "../../../server/pipeline.ts";
import { newRoutes } from "../../app-routes.ts";
import type { SessionDesk } from "../../ports.ts";
import { faultProblem } from "../../problem.ts";
import { sessionRoutes } from "../routes.ts";
import { demoDesk } from "./desk.ts";

/** The shipped policy's people before the session's routes, over memory, as a browser's console asks them. */
export interface TestConsole {
  readonly policy: CompiledPolicy;
  readonly entries: AuditEntry[];
  readonly clock: MovableClock;
  /** Set: no entry can be written. */
  recordFails: boolean;
  /** Sends the cookies that it was given, and keeps those that come back. Path below `/api/v1/session`. */
  ask(method: string, path?: string, options?: AskOptions): Promise<Response>;
  /** Name to value, as the browser keeps them. */
  readonly cookies: Map<string, string>;
}

export interface AskOptions {
  readonly body?: unknown;
  /** In place of the console's own mark. */
  readonly headers?: Readonly<Record<string, string>>;
}

const NOW = "2026-05-04T15:00:00Z";
export const MARK = { "x-modicum-console": "1" };

let shipped: CompiledPolicy | undefined;

export async function openConsole(parts: Partial<SessionDesk> = {}, secure = false): Promise<TestConsole> {
  const clock = movableClock(NOW);
  shipped ??= await loadShipped(clock);
  const policy = shipped;
  const people = [...policy.people.map(personOf), personNamed("left.nurse", { active: false })];
  const method = parts.mode === "production" ? "oidc" : "demo";
  const sessions = createSessions({ store: memorySessionStore(), clock, method, secure });
  const roster = memoryPeopleStore(people);
  const entries: AuditEntry[] = [];
  const pipeline = createPipeline({
    clock,
    policy: () => policy,
    identify: createIdentify({
      people: roster,
      sessions,
      verifiers: [],
      clients: memoryClientStore(),
      connections: createConnections(memoryConnectionStore(), clock),
      clock,
      defaultSystem: "ehr",
    }),
    relationsOf: async () => buildRelationIndex([]),
    directives: async () => NO_DIRECTIVES,
    nextEntryId: () => nextEntryId(clock),
    append: async (entry) => {
      if (state.recordFails) throw new Error("disk full");
      entries.push(entry);
    },
  });
  const app = newRoutes();
  app.route(
    "/api/v1/session",
    sessionRoutes({ pipeline, session: demoDesk(people, { sessions, ...parts }) }),
  );
  app.onError((error, c) => faultProblem(c, error));
  const cookies = new Map<string, string>();
  const state: TestConsole = {
    policy,
    entries,
    clock,
    recordFails: false,
    cookies,
    async ask(verb, path = "", { body, headers = MARK } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const response = await app.request(`/api/v1/session${path}`, {
        method: verb,
        headers: {
          ...headers,
          ...(cookie === "" ? {} : { cookie }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      keepCookies(cookies, response);
      return response;
    },
  };
  return state;
}

function keepCookies(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") cookies.delete(name);
    else cookies.set(name, value);
  }
}

async function loadShipped(clock: MovableClock): Promise<CompiledPolicy> {
  const loaded = await loadPolicy("content", clock);
  if (!loaded.ok) throw new Error("the shipped policy does not compile");
  return loaded.value;
}

function personOf({
  id,
  displayName,
  roles,
  fhirUser,
  department,
  manager,
}: CompiledPolicy["people"][number]): Person {
  const bound = { fhirUser: fhirUser ?? null, department: department ?? null, manager: manager ?? null };
  return { id, displayName, roles, ...bound, active: true };
}
