import type { SessionDesk } from "../api/ports.ts";
import type { Config } from "../config.ts";
import type { OidcSignIn } from "../identity/oidc/ports.ts";
import { createOidcSignIn } from "../identity/oidc/sign-in.ts";
import type { PeopleStore } from "../identity/ports.ts";
import { createSessions } from "../identity/sessions/sessions.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createSessionStore } from "../store/session-store.ts";
import type { Log } from "./log.ts";

export interface SessionParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly people: PeopleStore;
  readonly log: Log;
}

/** Signing in to the console: by name in the demo, through the identity provider in production. */
export function openSessions(config: Config, parts: SessionParts): SessionDesk {
  const { database, clock, people } = parts;
  return {
    mode: config.mode,
    system: config.system,
    privacyContact: config.privacyContact,
    sessions: createSessions({
      store: createSessionStore(database.kysely),
      clock,
      method: config.mode === "demo" ? "demo" : "oidc",
      secure: config.production !== undefined,
    }),
    oidc: openOidc(config, parts),
    findPerson: (id) => people.find(id),
  };
}

function openOidc({ production }: Config, { sealer, clock, log }: SessionParts): OidcSignIn | null {
  if (production?.oidcClient === undefined) return null;
  return createOidcSignIn({
    issuer: production.oidcIssuer,
    ...production.oidcClient,
    publicUrl: production.publicUrl,
    personClaim: production.oidcPersonClaim,
    sealer,
    clock,
    onFault: (fault) => log.fault("signing in at the identity provider failed", fault),
  });
}
