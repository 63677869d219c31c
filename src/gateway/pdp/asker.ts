import { KEEP } from "../../catalogue/transforms.ts";
import { standingOf } from "../../identity/standing.ts";
import type { Caller, Credentials } from "../../identity/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Asked, Permitted, Pipeline } from "../../pipeline.ts";
import type { Reason } from "../../decision/types.ts";
import { because } from "./reasons.ts";
import type { PdpContext, PdpSubject } from "./messages.ts";
import type { EnforcementPoint, PdpDeps } from "./ports.ts";

/** In which capacity somebody asks about a subject (PDP-10 to PDP-13). */
export type Capacity =
  /** About themself. */
  | { readonly as: "self" }
  /** A registered client, about whoever uses it; the answer is recorded as the subject's. */
  | { readonly as: "enforcement-point"; readonly point: EnforcementPoint }
  /** About somebody else, by an auditor's right; recorded as the auditor's. */
  | { readonly as: "auditor" };

/** What reading about others takes: the rules, and who has to do with whom (45 CFR 164.308(a)(8)). */
const AUDITOR_ELEMENTS = ["policy.rules", "relation.facts"] as const;

/** The capacity in which this caller asks about this subject; whether an auditor has the right is still to be decided. */
export function capacityOf(
  { enforcementPointOf }: Pick<PdpDeps, "enforcementPointOf">,
  caller: Caller,
  subject: Pick<PdpSubject, "type" | "id">,
): Capacity {
  const point = enforcementPointOf(caller);
  const isOwn = subject.type === "user" && subject.id === caller.person.id;
  if (point !== null && (point.ofItself || isOwn)) return { as: "enforcement-point", point };
  return isOwn ? { as: "self" } : { as: "auditor" };
}

/** Whether what a request says of its resource is believed: of those who hold the data anyway. */
export function isBelieved(capacity: Capacity): boolean {
  return capacity.as === "enforcement-point";
}

/** Whether a caller in this capacity, for this request, does what obligations ask. */
export function honorsObligations(capacity: Capacity, context: PdpContext | undefined): boolean {
  if (capacity.as !== "enforcement-point") return false;
  return context?.obligations_supported?.includes("custom") ?? true;
}

/** Purpose and case as the context declares them, where a header would stand: neither widens what is signed or agreed. */
export function declaring(
  credentials: Credentials,
  context: PdpContext | undefined,
  defaultPurpose: string | undefined,
): Credentials {
  return {
    ...credentials,
    purposeHeader: context?.purpose ?? credentials.purposeHeader ?? defaultPurpose,
    caseHeader: context?.case ?? credentials.caseHeader,
  };
}

/** The subject as the one who asks, through the system and channel of the caller. Error: not one who may act here. */
export async function subjectAsCaller(
  { subjects, vocabulary }: Pick<PdpDeps, "subjects" | "vocabulary">,
  caller: Caller,
  capacity: Capacity,
  subject: Pick<PdpSubject, "type" | "id">,
  context: PdpContext | undefined,
): Promise<Result<Caller, ReasonCode>> {
  if (capacity.as === "self") return ok(caller);
  const person = standingOf(await subjects.find(subject.type, subject.id));
  if (!person.ok) return err(person.error);
  if (capacity.as === "enforcement-point") return ok({ ...caller, person: person.value });
  const declaredPurpose = context?.purpose ?? vocabulary.purpose ?? null;
  return ok({
    ...caller,
    person: person.value,
    declaredPurpose,
    caseId: context?.case ?? null,
    scopes: null,
  });
}

/** Act and recipient: agreed with an enforcement point, a supposition from anybody else, who never vouches for one. */
export function actOf(
  capacity: Capacity,
  context: PdpContext | undefined,
): Pick<Asked, "act" | "recipient"> | null {
  if (capacity.as === "enforcement-point") {
    const { act, recipient } = capacity.point;
    return context?.act === undefined || context.act === act ? { act, recipient } : null;
  }
  const named = context?.recipient;
  const recipient = named === undefined ? null : ({ ...named, verified: false } as Asked["recipient"]);
  return { act: context?.act ?? "use", recipient };
}

/** INVARIANT: the same for whoever it is asked about, there or not. */
export const LACKS_RIGHT: Reason = because("no_grant", "asking about others takes an auditor's right");

/** Whether the decision gives what reading about others takes. */
export function hasAuditorsRight({ policy, decision }: Permitted, more: readonly string[] = []): boolean {
  return [...AUDITOR_ELEMENTS, ...more].every((id) => {
    const index = policy.catalogue.byId(id)?.index;
    if (index === undefined) return false;
    const always = decision.ceilings.filter(
      (c) => c.records === null && c.segments === 0 && c.types === null,
    );
    return decision.slices.some(
      (slice) =>
        slice.elements[index] === KEEP && always.every((c) => !c.binds(slice) || c.atMost[index] === KEEP),
    );
  });
}

/** The same pipeline with who asks settled already, and each person's facts read once in its lifetime. */
export function pipelineFor(pipeline: Pipeline, caller: Result<Caller, ReasonCode>): Pipeline {
  const facts = new Map<string, ReturnType<Pipeline["facts"]>>();
  return {
    ...pipeline,
    identify: async () => caller,
    facts: (asking, policy) => {
      const known = facts.get(asking.person.id) ?? pipeline.facts(asking, policy);
      facts.set(asking.person.id, known);
      return known;
    },
  };
}
