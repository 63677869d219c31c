import { decodeJwt } from "jose";
import type { ReasonCode } from "../kernel/reasons.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { PeopleStore } from "./ports.ts";
import type { Session } from "./sessions/ports.ts";
import type { Sessions } from "./sessions/sessions.ts";
import { standingOf } from "./standing.ts";
import type { TokenVerifier, VerifiedToken } from "./tokens.ts";
import type { Caller, Credentials } from "./types.ts";

/** What was agreed for a client when it was registered. */
export interface ClientRegistration {
  readonly system: string;
  /** Every call of this client is for this purpose. */
  readonly purpose?: string;
  /** Channels it may come by; not given: any. */
  readonly channels?: readonly string[];
}

export interface IdentifyParts {
  readonly people: PeopleStore;
  readonly verifiers: readonly TokenVerifier[];
  /** Not given: no session is believed. */
  readonly sessions?: Pick<Sessions, "of">;
  /** By client id. */
  readonly registrations: ReadonlyMap<string, ClientRegistration>;
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
 * for the decision to say.
 */
export function createIdentify(
  parts: IdentifyParts,
): (credentials: Credentials) => Promise<Result<Caller, ReasonCode>> {
  return async (credentials) => {
    const token = await believe(credentials, parts);
    if (token === null) return err("unauthenticated");
    const registration = parts.registrations.get(token.clientId ?? "");
    const system = token.system ?? registration?.system ?? parts.defaultSystem;
    if (parts.systems && !parts.systems.includes(system)) return err("wrong_system");
    if (registration?.channels && !registration.channels.includes(credentials.channel))
      return err("wrong_channel");
    const declared = declarationOf(token, registration, credentials);
    if (!declared.ok) return declared;
    const person = standingOf(await parts.people.find(token.personId));
    if (!person.ok) return person;
    const { channel } = credentials;
    return ok({
      person: person.value,
      sessionId: token.sessionId,
      ...declared.value,
      system,
      channel,
      scopes: token.scopes,
    });
  };
}

/** A session counts only where nothing else is presented: a token that is not believed is never passed over for it. */
async function believe(
  { authorization, session }: Credentials,
  { verifiers, sessions }: IdentifyParts,
): Promise<VerifiedToken | null> {
  if (authorization !== undefined) return believeToken(authorization, verifiers);
  const opened = (await sessions?.of(session)) ?? null;
  return opened && claimsOf(opened);
}

/** A session says who; purpose and case are declared with each request. */
function claimsOf({ personId, id: sessionId }: Session): VerifiedToken {
  return { personId, sessionId, clientId: null, purpose: null, caseId: null, system: null, scopes: null };
}

async function believeToken(
  authorization: string,
  verifiers: readonly TokenVerifier[],
): Promise<VerifiedToken | null> {
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return null;
  const issuer = issuerOf(token);
  const verifier = verifiers.find((candidate) => candidate.issuer === issuer);
  return verifier ? verifier.verify(token) : null;
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
  registration: ClientRegistration | undefined,
  { purposeHeader, caseHeader }: Credentials,
): Result<Declaration, ReasonCode> {
  const [purpose, caseId] = [purposeHeader?.trim() || null, caseHeader?.trim() || null];
  // Node joins the values of a header that came several times.
  if (purpose?.includes(",") || caseId?.includes(",")) return err("bad_request");
  if (purpose !== null && !PURPOSE.test(purpose)) return err("purpose_unknown");
  if (caseId !== null && !CASE.test(caseId)) return err("bad_request");
  return ok({
    declaredPurpose: token.purpose ?? registration?.purpose ?? purpose,
    caseId: token.caseId ?? caseId,
  });
}
