import { decide } from "../../decision/decide.ts";
import type { Caller, Credentials } from "../../identity/types.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { ok, type Result } from "../../kernel/result.ts";
import type { Asked } from "../../pipeline.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import {
  actOf,
  type Capacity,
  capacityOf,
  declaring,
  honorsObligations,
  isBelieved,
  subjectAsCaller,
} from "./asker.ts";
import type { Sight } from "./judge.ts";
import type { PdpAction, PdpContext, PdpResource, PdpSubject } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import type { Matter } from "./verdict.ts";
import { type ActionRule, ruleFor } from "./vocabulary.ts";

/** What the messages of AuthZEN have in common; of a resource search, the resource has no id yet. */
export interface Question {
  readonly subject: Pick<PdpSubject, "type" | "id">;
  readonly action: PdpAction | null;
  readonly resource: Pick<PdpResource, "type">;
  readonly context?: PdpContext | undefined;
}

/** Who asks, in which capacity, about whom. */
export interface Inquiry {
  readonly question: Question;
  readonly capacity: Capacity;
  /** Whose entry it becomes: the subject, or an auditor. */
  readonly onRecord: Result<Caller, ReasonCode>;
  /** The subject as one who acts; error: they may not act here. */
  readonly subject: Result<Caller, ReasonCode>;
  readonly asker: string;
  readonly rule: ActionRule | undefined;
  /** Null: an act that was not agreed with the enforcement point. */
  readonly act: Pick<Asked, "act" | "recipient"> | null;
}

/** Settles who asks about whom. Error: who calls is nobody here, so that nothing can be answered. */
export async function inquire(
  deps: PdpDeps,
  credentials: Credentials,
  question: Question,
): Promise<Result<Inquiry, ReasonCode>> {
  const { subject, context } = question;
  const caller = await deps.pipeline.identify(credentials);
  if (!caller.ok) return caller;
  const capacity = capacityOf(deps, caller.value, subject);
  if (capacity.as === "auditor") return ok(await inquiryAbout(deps, caller.value, question));
  const declared = await deps.pipeline.identify(declaring(credentials, context, deps.vocabulary.purpose));
  const acting = declared.ok
    ? await subjectAsCaller(deps, declared.value, capacity, subject, context)
    : declared;
  const asking = { question, capacity, asker: caller.value.person.id };
  return ok({ ...asking, ...ruleAndAct(deps, capacity, question), onRecord: acting, subject: acting });
}

/** The inquiry of who asks about somebody else in their own name; an enforcement point has declared the purpose already. */
export async function inquiryAbout(deps: PdpDeps, caller: Caller, question: Question): Promise<Inquiry> {
  const point = deps.enforcementPointOf(caller);
  const as: Capacity = point?.ofItself ? { as: "enforcement-point", point } : { as: "auditor" };
  return {
    question,
    capacity: as,
    asker: caller.person.id,
    onRecord: ok(caller),
    subject: await subjectAsCaller(deps, caller, as, question.subject, question.context),
    ...ruleAndAct(deps, as, question),
  };
}

function ruleAndAct({ vocabulary }: Pick<PdpDeps, "vocabulary">, capacity: Capacity, question: Question) {
  const { action, context } = question;
  return {
    rule: action === null ? undefined : ruleFor(vocabulary, action),
    act: actOf(capacity, context),
  };
}

/**
 * What is asked of the pipeline. INVARIANT: the query, which is sealed, names who asked, since the entry of an enforcement
 * point's question is the subject's.
 */
export function askedOf(credentials: Credentials, interaction: string, inquiry: Inquiry): Asked {
  const { question, capacity, asker } = inquiry;
  const common = {
    credentials,
    interaction,
    resourceType: typeNamed(question.resource.type),
    query: JSON.stringify({ asker, as: capacity.as, ...question }),
    exemption: null,
  };
  if (capacity.as === "auditor") return { ...common, capability: "read", act: "use", recipient: null };
  return { ...common, ...subjectsAct(inquiry) };
}

const TYPE_NAME = /^[A-Za-z][A-Za-z0-9._:/-]{0,99}$/;

/**
 * A type as the record may keep it open; null where it is no name of one, and stands in the sealed query alone. A text
 * that a database refuses would take the entries of others down with it, which are committed together.
 */
export function typeNamed(type: string): string | null {
  return TYPE_NAME.test(type) ? type : null;
}

function subjectsAct({ act, rule }: Inquiry): Pick<Asked, "capability" | "act" | "recipient"> {
  return {
    capability: rule?.capability ?? "read",
    act: act?.act ?? "use",
    recipient: act?.recipient ?? null,
  };
}

/** The decision on the subject where somebody else asks: the pipeline's own is the auditor's. */
export async function subjectsSight(
  { pipeline }: Pick<PdpDeps, "pipeline">,
  inquiry: Inquiry,
  asked: Asked,
  subject: Caller,
  policy: CompiledPolicy,
  now: number,
): Promise<Sight> {
  const facts = await pipeline.facts(subject, policy);
  const request = pipeline.requestOf(subject, { ...asked, ...subjectsAct(inquiry) }, now);
  return { decision: decide(request, policy, facts), facts, now };
}

/** What is asked of the subject, once it is settled who they are. */
export function matterOf({ capacity, question, rule }: Inquiry, resource: PdpResource): Matter {
  return {
    rule,
    resource,
    told: isBelieved(capacity) ? (resource.properties ?? {}) : null,
    honorsObligations: honorsObligations(capacity, question.context),
  };
}
