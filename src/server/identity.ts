import type { OAuthDesk } from "../api/oauth/ports.ts";
import type { PeopleDesk, SessionDesk } from "../api/ports.ts";
import type { Config } from "../config.ts";
import { createConnections } from "../identity/clients/connections.ts";
import type { ClientStore, ConnectionStore } from "../identity/clients/ports.ts";
import { demoTokens } from "../identity/demo-tokens.ts";
import { createIdentify } from "../identity/identify.ts";
import { oidcVerifier } from "../identity/oidc-verifier.ts";
import { importPeople } from "../identity/people-import.ts";
import type { PeopleStore } from "../identity/ports.ts";
import type { TokenVerifier } from "../identity/tokens.ts";
import type { Caller, Credentials, Person } from "../identity/types.ts";
import { openDemoSigningKey } from "../keys/insecure/demo-signing-key.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { Result } from "../kernel/result.ts";
import type { CompiledPolicy, PolicyPerson } from "../policy/types.ts";
import { createClientStore } from "../store/client-store.ts";
import { createConnectionStore } from "../store/connection-store.ts";
import { createPeopleStore } from "../store/people-store.ts";
import { openOAuth } from "./oauth.ts";
import { openSessions, type SessionParts } from "./sessions.ts";
import { keysDirOf } from "./storage.ts";
import { trustedIssuers } from "./trusted-issuers.ts";

export interface Identity {
  readonly people: PeopleStore;
  readonly clients: ClientStore;
  readonly connections: ConnectionStore;
  readonly oauth: OAuthDesk;
  readonly identify: (credentials: Credentials) => Promise<Result<Caller, ReasonCode>>;
  readonly desk: PeopleDesk;
  readonly sessionDesk: SessionDesk;
}

/** Who may be believed, and the roster; in the demo the policy's own people are on it. */
export async function openIdentity(
  config: Config,
  parts: Omit<SessionParts, "people"> & {
    readonly policy: CompiledPolicy;
    /** Where clients reach us; known only once we listen. */
    readonly place: { readonly url: string };
  },
): Promise<Identity> {
  const { database, policy, clock } = parts;
  const clients = createClientStore(database.kysely);
  const connections = createConnectionStore(database.kysely);
  const oauth = await openOAuth(config, { ...parts, clients, connections });
  const people = createPeopleStore(database.kysely);
  if (config.demo !== undefined) await people.upsert(policy.people.map(personOf));
  const sessionDesk = openSessions(config, { ...parts, people });
  const identify = createIdentify({
    people,
    sessions: sessionDesk.sessions,
    verifiers: [
      await verifierOf(config, clock),
      ...(await trustedIssuers(config, clock)),
      oauth.tokens.verifier,
    ],
    clients,
    connections: createConnections(connections, clock),
    clock,
    defaultSystem: config.system,
    systems: [config.system],
  });
  const roles = new Map([...policy.roles.values()].map(({ id, conflictsWith }) => [id, conflictsWith]));
  const desk: PeopleDesk = {
    list: (query) => people.list(query),
    import: (csv, options) => importPeople(csv, people, { roles, ...options }),
  };
  return { people, clients, connections, oauth, identify, desk, sessionDesk };
}

async function verifierOf(config: Config, clock: Clock): Promise<TokenVerifier> {
  const { production } = config;
  if (production !== undefined) {
    const { oidcIssuer: issuer, oidcAudience: audience, oidcPersonClaim: personClaim } = production;
    const { oidcDeviceClaim: deviceClaim, oidcClient: introspection } = production;
    return oidcVerifier({ issuer, audience, personClaim, deviceClaim, clock, introspection });
  }
  return demoTokens(await openDemoSigningKey(keysDirOf(config.dataDir), "demo"), clock).verifier;
}

function personOf(person: PolicyPerson): Person {
  return {
    id: person.id,
    displayName: person.displayName,
    roles: person.roles,
    fhirUser: person.fhirUser ?? null,
    department: person.department ?? null,
    manager: person.manager ?? null,
    active: true,
  };
}
