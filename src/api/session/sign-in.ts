import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import type { RecordedRelease } from "../../audit/types.ts";
import type { Session } from "../../identity/sessions/ports.ts";
import { standingOf } from "../../identity/standing.ts";
import type { Caller, Person } from "../../identity/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Asked } from "../../pipeline.ts";
import { credentialsOf } from "../control.ts";
import type { ApiDeps } from "../ports.ts";

export type SessionDeps = Pick<ApiDeps, "pipeline" | "session">;

export type SessionAct = "api.session.read" | "api.session.sign-in" | "api.session.sign-out";

/** A refused sign-in and its entry in the record; null where none could be written. */
export interface RefusedSignIn {
  readonly code: ReasonCode;
  readonly entryId: string | null;
}

/**
 * Signs a person in and sets the cookie; the session that the request came with is ended, as is the one it `replaces`: a
 * return from an identity provider comes with no cookie of ours, which is strict. INVARIANT: the cookie goes out
 * only after the entry is durable. A refusal is recorded with the name that was tried, sealed.
 */
export async function signIn(
  deps: SessionDeps,
  c: Context,
  personId: string,
  replaces: string | null = null,
): Promise<Result<{ readonly caller: Caller; readonly session: Session }, RefusedSignIn>> {
  const { sessions, findPerson } = deps.session;
  const person = standingOf(await findPerson(personId));
  if (!person.ok) return err(await refuse(deps, c, person.error, personId));
  await endCurrent(deps, c);
  if (replaces !== null) await endReplaced(deps, c, replaces);
  const { secret, session } = await sessions.start(person.value.id);
  const caller = callerOf(deps, person.value, session);
  if ((await note(deps, c, "api.session.sign-in", caller, DONE)) === null) {
    await sessions.end(session.id);
    return err({ code: "record_unavailable", entryId: null });
  }
  const { name, secure } = sessions.cookie;
  setCookie(c, name, secret, { secure, path: "/", httpOnly: true, sameSite: "Strict" });
  return ok({ caller, session });
}

/** Writes down that a sign-in was refused, and why. */
export async function refuse(
  deps: SessionDeps,
  c: Context,
  code: ReasonCode,
  personId: string | null,
): Promise<RefusedSignIn> {
  const query = personId === null ? null : `person=${encodeURIComponent(personId)}`;
  const entryId = await note(deps, c, "api.session.sign-in", null, { outcome: "deny", reason: code }, query);
  return { code: entryId === null ? "record_unavailable" : code, entryId };
}

/**
 * Ends the session of the request, if it has one, and takes the cookie back. It ends whether or not that can be
 * recorded, for signing out only takes away; false tells that it was not recorded.
 */
export async function signOut(deps: SessionDeps, c: Context): Promise<boolean> {
  const recorded = await endCurrent(deps, c);
  const { name, secure } = deps.session.sessions.cookie;
  deleteCookie(c, name, { secure, path: "/" });
  return recorded;
}

/** The question as it is recorded. */
export function askedOf(c: Context, interaction: SessionAct, query: string | null = null): Asked {
  return {
    act: "use",
    capability: "read",
    recipient: null,
    exemption: null,
    credentials: credentialsOf(c),
    interaction,
    resourceType: null,
    query,
  };
}

/** A sign-in rests on no rule and no purpose: it lets nothing out. */
const DONE: RecordedRelease = {
  outcome: "permit",
  reason: null,
  rules: [],
  grantIds: [],
  patients: [],
  records: [],
  released: [],
  withheldCount: 0,
};

async function endCurrent(deps: SessionDeps, c: Context): Promise<boolean> {
  const session = await deps.session.sessions.of(credentialsOf(c).session);
  return session === null ? true : end(deps, c, session);
}

/** Nothing to end where it is over already. */
async function endReplaced(deps: SessionDeps, c: Context, sessionId: string): Promise<void> {
  const session = await deps.session.sessions.find(sessionId);
  if (session !== null) await end(deps, c, session);
}

async function end(deps: SessionDeps, c: Context, session: Session): Promise<boolean> {
  const { sessions, findPerson } = deps.session;
  await sessions.end(session.id);
  const person = await findPerson(session.personId);
  const caller = person === undefined ? null : callerOf(deps, person, session);
  return (await note(deps, c, "api.session.sign-out", caller, DONE)) !== null;
}

function callerOf({ session: { system } }: SessionDeps, person: Person, session: Session): Caller {
  return {
    person,
    sessionId: session.id,
    declaredPurpose: null,
    caseId: null,
    system,
    channel: "api",
    scopes: null,
  };
}

/** Resolves to the id of the entry; null when it could not be written. */
function note(
  { pipeline }: SessionDeps,
  c: Context,
  interaction: SessionAct,
  caller: Caller | null,
  release: RecordedRelease,
  query: string | null = null,
): Promise<string | null> {
  return pipeline.record(caller, askedOf(c, interaction, query), null, release).catch(() => null);
}
