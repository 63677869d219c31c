import type { z } from "@hono/zod-openapi";
import { isControl } from "../../catalogue/control-element.ts";
import { DROP, KEEP } from "../../catalogue/transforms.ts";
import { SESSION_LIMITS } from "../../identity/sessions/sessions.ts";
import type { Session } from "../../identity/sessions/ports.ts";
import type { Caller, Person } from "../../identity/types.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose, PolicyPerson } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import { oneLine } from "../one-line.ts";
import type { SessionDesk } from "../ports.ts";
import type { SessionSchema } from "./schema.ts";
import { usualPurpose } from "./usual-purpose.ts";

export type SessionView = z.infer<typeof SessionSchema>;

/** Who is signed in, as established; all null or empty for nobody. */
export interface SignedIn {
  readonly caller: Caller | null;
  readonly session: Session | null;
  readonly purposes: readonly CompiledPurpose[];
}

/** The allow-list of what the console learns about the session. */
export function presentSession(
  desk: SessionDesk,
  policy: CompiledPolicy | null,
  { caller, session, purposes }: SignedIn,
  now: number,
): SessionView {
  return {
    mode: desk.mode,
    person: caller && presentPerson(caller.person, policy),
    system: caller?.system ?? desk.system,
    purposes: purposes.map(presentPurpose),
    usualPurpose:
      caller && (usualPurpose(policy, caller.person.roles, (one) => purposes.includes(one))?.id ?? null),
    charts: caller !== null && policy !== null && grantsOf(caller.person, policy).some(opensCharts(policy)),
    controls: caller === null || policy === null ? [] : controlsOf(caller.person, policy),
    rights: caller === null || policy === null ? {} : rightsOf(caller.person, policy),
    locates: caller !== null && policy !== null && grantsOf(caller.person, policy).some(isLocating),
    ends: session && { latest: isoTime(session.endsAt), idleMinutes: SESSION_LIMITS.idle / 60_000 },
    signIn: presentSignIn(desk, policy),
    privacyContact: presentContact(desk.privacyContact),
    policyHash: policy?.hash ?? null,
    now: isoTime(now),
  };
}

/** Only what to offer: whether it is given is decided when it is asked for. */
function controlsOf(person: Person, policy: CompiledPolicy): string[] {
  const grants = grantsOf(person, policy);
  return policy.catalogue.elements
    .filter(
      (element) => isControl(element) && grants.some(({ elements }) => elements[element.index] === KEEP),
    )
    .map(({ id }) => id);
}

function rightsOf(person: Person, policy: CompiledPolicy): Record<string, string[]> {
  const grants = grantsOf(person, policy);
  const given = policy.catalogue.elements.filter(isControl).map(({ id, index }) => {
    const can = grants.flatMap((grant) => (grant.elements[index] === KEEP ? [...grant.can] : []));
    return [id, [...new Set(can)].toSorted()] as const;
  });
  return Object.fromEntries(given.filter(([, can]) => can.length > 0));
}

function grantsOf({ roles }: Person, { roles: known }: CompiledPolicy): readonly CompiledGrant[] {
  return roles.flatMap((role) => known.get(role)?.grants ?? []);
}

function isLocating({ can }: CompiledGrant): boolean {
  return can.has("locate");
}

/** True of a grant that gives something of the records of patients. */
function opensCharts({ relations, catalogue }: CompiledPolicy): (grant: CompiledGrant) => boolean {
  const held = catalogue.elements.filter((element) => !isControl(element));
  return ({ relation, elements }) =>
    relations.get(relation)?.kind !== "directory" &&
    held.some(({ index }) => (elements[index] ?? DROP) !== DROP);
}

function presentPerson(person: Person, policy: CompiledPolicy | null): SessionView["person"] {
  return {
    id: person.id,
    displayName: person.displayName,
    department: person.department,
    roles: person.roles.map((id) => ({ id, title: policy?.roles.get(id)?.title ?? id })),
  };
}

function presentPurpose(purpose: CompiledPurpose): SessionView["purposes"][number] {
  return {
    id: purpose.id,
    title: purpose.title,
    code: purpose.code ?? null,
    basis: purpose.basis,
    caseBound: purpose.caseBound,
    why: oneLine(purpose.why),
    reminder: purpose.reminder === undefined ? null : oneLine(purpose.reminder),
    notThisIf: purpose.notThisIf === undefined ? null : oneLine(purpose.notThisIf),
    period: purpose.period === undefined ? null : { ...purpose.period },
    acts: [...purpose.acts],
  };
}

function presentSignIn({ mode, oidc }: SessionDesk, policy: CompiledPolicy | null): SessionView["signIn"] {
  if (mode === "demo")
    return { kind: "demo", people: (policy?.people ?? []).map((person) => presentChoice(person, policy)) };
  if (oidc !== null) return { kind: "oidc", url: "/api/v1/session/oidc" };
  return { kind: "unset", set: ["MODICUM_OIDC_CLIENT_ID", "MODICUM_OIDC_CLIENT_SECRET"] };
}

function presentContact(contact: SessionDesk["privacyContact"]): SessionView["privacyContact"] {
  if (contact === null) return null;
  const { name, email, phone, url } = contact;
  return { name, email, phone, url };
}

function presentChoice({ id, displayName, roles }: PolicyPerson, policy: CompiledPolicy | null) {
  return {
    id,
    displayName,
    roleTitle: roles.flatMap((role) => policy?.roles.get(role)?.title ?? []).join(", "),
    purpose: usualPurpose(policy, roles)?.id ?? null,
  };
}
