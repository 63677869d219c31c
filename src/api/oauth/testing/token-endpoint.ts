import { generateKeyPairSync } from "node:crypto";
import { createConnections } from "../../../identity/clients/connections.ts";
import type { Client } from "../../../identity/clients/ports.ts";
import { demoTokens, type DemoTokenRequest } from "../../../identity/demo-tokens.ts";
import { createIdentify } from "../../../identity/identify.ts";
import { createSessions, type Sessions } from "../../../identity/sessions/sessions.ts";
import { memorySessionStore } from "../../../identity/sessions/testing/memory-session-store.ts";
import { type MovableClock, movableClock } from "../../../identity/sessions/testing/movable-clock.ts";
import { memoryPeopleStore } from "../../../identity/testing/memory-people-store.ts";
import type { Caller } from "../../../identity/types.ts";
import { createApi } from "../../app.ts";
import type { ApiDeps } from "../../ports.ts";
import { demoDesk } from "../../session/testing/desk.ts";
import { NOW, type PracticeApi, practiceApi } from "../../testing/practice-api.ts";
import { memoryOAuth } from "./desk.ts";

/** The token endpoint over the shipped policy and its people, with real tokens. */
export interface TokenEndpoint {
  readonly clock: MovableClock;
  readonly deps: ApiDeps;
  readonly entries: PracticeApi["entries"];
  readonly sessions: Sessions;
  /** A token of the identity provider's. */
  mint(request: DemoTokenRequest): Promise<string>;
  post(form: Record<string, string>, headers?: Record<string, string>): Promise<TokenReply>;
  get(path: string): Promise<Response>;
  /** Who calls with this token; a code where nobody does. */
  callerBy(token: string): Promise<Caller | string>;
}

export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Readonly<Record<string, string | number>>;
}

export async function tokenEndpoint(clients: readonly Client[] = []): Promise<TokenEndpoint> {
  const clock = movableClock(new Date(NOW).toISOString());
  const issuer = demoTokens(generateKeyPairSync("ed25519"), clock);
  const sessions = createSessions({ store: memorySessionStore(), clock, method: "demo", secure: false });
  const oauth = memoryOAuth(clock, clients);
  const api = await practiceApi({
    clock,
    more: ({ deps, policy }) => {
      const people = policy.people.map((person) => ({
        id: person.id,
        displayName: person.displayName,
        roles: person.roles,
        fhirUser: person.fhirUser ?? null,
        department: null,
        manager: null,
        active: true,
      }));
      const identify = createIdentify({
        people: memoryPeopleStore(people),
        sessions,
        verifiers: [issuer.verifier, oauth.oauth.tokens.verifier],
        clients: oauth.clients,
        connections: createConnections(oauth.connections, clock),
        clock,
        defaultSystem: "ehr",
      });
      return {
        ...oauth,
        session: demoDesk(people, { sessions }),
        pipeline: { ...deps.pipeline, identify },
      };
    },
  });
  const app = createApi(api.deps);
  return {
    clock,
    deps: api.deps,
    entries: api.entries,
    sessions,
    mint: (request) => issuer.mint(request),
    async post(form, headers = {}) {
      const body = new URLSearchParams(form);
      const response = await app.request("/oauth/token", { method: "POST", headers, body });
      return {
        status: response.status,
        headers: response.headers,
        json: (await response.json()) as TokenReply["json"],
      };
    },
    get: async (path) => app.request(path),
    async callerBy(token) {
      const caller = await api.deps.pipeline.identify({
        authorization: `Bearer ${token}`,
        session: undefined,
        purposeHeader: undefined,
        caseHeader: undefined,
        channel: "fhir",
      });
      return caller.ok ? caller.value : caller.error;
    },
  };
}
