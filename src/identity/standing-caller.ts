import type { Clock } from "../kernel/clock.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { ClientStore, ConnectionStore } from "./clients/ports.ts";
import { callerClientOf, clientStandingOf } from "./clients/standing.ts";
import type { PeopleStore } from "./ports.ts";
import { standingOf } from "./standing.ts";
import type { Caller } from "./types.ts";

/** A caller as identified once, without the person: what work that outlives its request is done in the name of. */
export type StandingCaller = Omit<Caller, "person"> & { readonly personId: string };

export interface StandingParts {
  readonly people: Pick<PeopleStore, "find">;
  readonly clients: Pick<ClientStore, "find">;
  readonly connections: Pick<ConnectionStore, "find" | "isRevoked">;
  readonly clock: Clock;
}

/**
 * The caller as they stand now: with the roles of today, through a client that is still registered. Whoever has left,
 * or took the app's tokens back, has nothing done in their name any more (45 CFR 164.308(a)(3)(ii)(C)). The end of a
 * token does not end what was begun with it. `since` is when that was, in milliseconds.
 */
export async function standingCaller(
  parts: StandingParts,
  { personId, ...claims }: StandingCaller,
  since: number,
): Promise<Result<Caller, ReasonCode>> {
  const person = standingOf(await parts.people.find(personId));
  if (!person.ok) return person;
  if (await isTakenBack(parts, personId, claims, since)) return err("unauthenticated");
  if (claims.client === undefined) return ok({ ...claims, person: person.value });
  const found = await parts.clients.find(claims.client.id);
  if (found === undefined) return err("client_not_permitted");
  const came = { issuer: found.issuer ?? "", channel: claims.channel, now: parts.clock.now() };
  const client = clientStandingOf(found, came);
  return client.ok ? ok({ ...claims, client: callerClientOf(client.value), person: person.value }) : client;
}

async function isTakenBack(
  { connections }: StandingParts,
  personId: string,
  { sessionId, token }: Omit<Caller, "person">,
  since: number,
): Promise<boolean> {
  const origin = token?.origin ?? null;
  if (await connections.isRevoked(origin === null ? [sessionId] : [sessionId, origin])) return true;
  const clientId = token?.clientId ?? null;
  const connection = clientId === null ? undefined : await connections.find(personId, clientId);
  return (connection?.revokedAt ?? Number.NEGATIVE_INFINITY) >= since;
}
