import { decodeJwt } from "jose";
import type { Clock } from "../kernel/clock.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type BelievedTokens, createBelievedTokens } from "./believed-tokens.ts";
import { deviceBy } from "./clients/asserted-device.ts";
import type { Connections } from "./clients/connections.ts";
import { sessionIn } from "./clients/connections.ts";
import type { Client, ClientStore } from "./clients/ports.ts";
import { callerClientOf, clientStandingOf, personIdBy, purposeBy, scopesBy } from "./clients/standing.ts";
import type { PeopleStore } from "./ports.ts";
import type { Session } from "./sessions/ports.ts";
import type { Sessions } from "./sessions/sessions.ts";
import { standingOf } from "./standing.ts";
import type { TokenVerifier, VerifiedToken } from "./tokens.ts";
import type { Caller, Credentials, Person } from "./types.ts";

export interface IdentifyParts {
  readonly people: PeopleStore;
  readonly verifiers: readonly TokenVerifier[];
  /** Not given: no session is believed. */
  readonly sessions?: Pick<Sessions, "of" | "find">;
  /** Registrations by client id. */
  readonly clients: Pick<ClientStore, "find">;
  readonly connections: Connections;
  readonly clock: Clock;
  /** The system that a caller whose token and client name none comes through. */
  readonly defaultSystem: string;
  /** Systems that are served here; a token for another is refused. Not given: any. */
  readonly systems?: readonly string[];
}

/** `Bearer` and a token (RFC 6750 2.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
/** An own id, an HL7 code, or a code behind its system. */
const PURPOSE = /^[A-Za-z0-9][A-Za-z0-9:/._-]{0,127}(\|[A-Za-z0-9_-]{1,64})?$/;
const CASE = /^[A-Za-z0-9][A-Za-z0-9/._-]{0,127}$/;

/**
 * Establishes who calls, from what arrived (45 CFR 164.312(d)). The purpose is the token's claim, else the client's
 * registration, else the header: the header never widens what is signed or agreed. Whether the person has the purpose is
 * for the decision to say. A token that was taken back is not believed, nor one whose client may not be come by.
 */
export function createIdentify(
  parts: IdentifyParts,
): (credentials: Credentials) => Promise<Result<Caller, ReasonCode>> {
  const believed = createBelievedTokens(parts.clock);
  return async (credentials) => {
    const token = await believe(credentials, parts, believed);
    if (token === null) return err("unauthenticated");
    const client = await clientOf(token, credentials, parts);
    if (!client.ok) return client;
    const system = token.system ?? client.value?.system ?? parts.defaultSystem;
    if (parts.systems && !parts.systems.includes(system)) return err("wrong_system");
    const declared = declarationOf(token, client.value, credentials);
    if (!declared.ok) return declared;
    const person = await personOf(token, client.value, parts);
    if (!person.ok) return person;
    if (!(await parts.connections.admit(person.value.id, token, declared.value.declaredPurpose)))
      return err("unauthenticated");
    const deviceId = deviceBy(client.value, token, credentials.deviceHeader);
    const { channel } = credentials;
    return ok(callerOf(token, client.value, person.value, { ...declared.value, system, channel }, deviceId));
  };
}

function callerOf(
  token: VerifiedToken,
  client: Client | undefined,
  person: Person,
  came: Declaration & Pick<Caller, "system" | "channel">,
  deviceId: string | undefined,
): Caller {
  return {
    person,
    sessionId: token.sessionId,
    ...came,
    scopes: scopesBy(client, token.scopes),
    ...(client === undefined ? {} : { client: callerClientOf(client) }),
    token: {
      subject: token.personId,
      clientId: token.clientId,
      launchPatient: token.launchPatient,
      origin: token.origin,
      endsAt: token.endsAt,
      ...(deviceId === undefined ? {} : { deviceId }),
    },
  };
}

/** The registration of the client that the token names; undefined: it names none, or one that is not registered. */
async function clientOf(
  { clientId, issuer }: VerifiedToken,
  { channel }: Credentials,
  { clients, clock }: IdentifyParts,
): Promise<Result<Client | undefined, ReasonCode>> {
  const client = clientId === null ? undefined : await clients.find(clientId);
  return client === undefined
    ? ok(undefined)
    : clientStandingOf(client, { issuer, channel, now: clock.now() });
}

async function personOf(
  token: VerifiedToken,
  client: Client | undefined,
  { people }: IdentifyParts,
): Promise<Result<Person, ReasonCode>> {
  const id = personIdBy(client, token);
  return id === null ? err("person_unknown") : standingOf(await people.find(id));
}

/** A session counts only where nothing else is presented: a token that is not believed is never passed over for it. */
async function believe(
  { authorization, session }: Credentials,
  { verifiers, sessions }: IdentifyParts,
  believed: BelievedTokens,
): Promise<VerifiedToken | null> {
  if (authorization !== undefined) {
    const token = await believeToken(authorization, verifiers, believed);
    const origin = sessionIn(token?.origin ?? null);
    const isOver = origin !== null && !(await sessions?.find(origin));
    return isOver ? null : token;
  }
  const opened = (await sessions?.of(session)) ?? null;
  return opened && claimsOf(opened);
}

/** A session says who; purpose and case are declared with each request. */
function claimsOf({ personId, id: sessionId, madeAt, endsAt }: Session): VerifiedToken {
  return {
    personId,
    sessionId,
    clientId: null,
    purpose: null,
    caseId: null,
    system: null,
    scopes: null,
    issuer: "",
    issuedAt: madeAt,
    endsAt,
    launchPatient: null,
    origin: null,
  };
}

async function believeToken(
  authorization: string,
  verifiers: readonly TokenVerifier[],
  believed: BelievedTokens,
): Promise<VerifiedToken | null> {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return null;
  const known = believed.find(token);
  if (known !== null) return known;
  const issuer = issuerOf(token);
  // What an issuer is asked about may be taken back there at any moment, and is not kept.
  if (issuer === undefined) return believeOpaque(token, verifiers);
  const verifier = verifiers.find((candidate) => candidate.issuer === issuer);
  const verified = (await verifier?.verify(token)) ?? null;
  if (verified !== null) believed.keep(token, verified);
  return verified;
}

/** A token that says nothing of itself is put to each issuer that can be asked (RFC 7662). */
async function believeOpaque(
  token: string,
  verifiers: readonly TokenVerifier[],
): Promise<VerifiedToken | null> {
  for (const { introspect } of verifiers) {
    const verified = (await introspect?.(token)) ?? null;
    if (verified !== null) return verified;
  }
  return null;
}

/** As the token says, unverified: only picks who is to verify it. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

type Declaration = Pick<Caller, "declaredPurpose" | "caseId">;

function declarationOf(
  token: VerifiedToken,
  client: Client | undefined,
  { purposeHeader, caseHeader }: Credentials,
): Result<Declaration, ReasonCode> {
  const [purpose, caseId] = [purposeHeader?.trim() || null, caseHeader?.trim() || null];
  // Node joins the values of a header that came several times.
  if (purpose?.includes(",") || caseId?.includes(",")) return err("bad_request");
  if (purpose !== null && !PURPOSE.test(purpose)) return err("purpose_unknown");
  if (caseId !== null && !CASE.test(caseId)) return err("bad_request");
  const declared = purposeBy(client, token.purpose, purpose);
  return declared.ok ? ok({ declaredPurpose: declared.value, caseId: token.caseId ?? caseId }) : declared;
}
