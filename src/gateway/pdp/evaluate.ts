import type { Decision, Reason } from "../../decision/types.ts";
import type { Credentials } from "../../identity/types.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { type Answer, type Asked, enforce, type Permitted } from "../../pipeline.ts";
import { accessRequestHint } from "./access-request.ts";
import { denied, permitted as permittedDecision } from "./answer.ts";
import { hasAuditorsRight, LACKS_RIGHT, pipelineFor } from "./asker.ts";
import { askedOf, type Inquiry, inquire, matterOf, subjectsSight } from "./inquiry.ts";
import type { Verdict } from "./judge.ts";
import type { Evaluation, PdpDecision } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import { because } from "./reasons.ts";
import { isFault, refuseCaller, refused, type Refused } from "./refuse.ts";
import { auditorsRelease, releaseOf } from "./release.ts";
import { kindOf } from "./target.ts";
import { verdictOn } from "./verdict.ts";

/** The decision that an evaluation was judged under, and what came of it. */
interface Outcome {
  readonly decision: Decision;
  readonly verdict: Verdict | Reason;
}

const INTERACTION = "pdp.evaluation";

/**
 * One evaluation through the pipeline: identified, decided, judged, and recorded before it is answered (PDP-01). A no is an
 * answer; an error is what concerns the caller, or a fault.
 */
export async function evaluate(
  deps: PdpDeps,
  credentials: Credentials,
  evaluation: Evaluation,
): Promise<Result<PdpDecision, Refused>> {
  const inquiry = await inquire(deps, credentials, evaluation);
  if (!inquiry.ok) return err(await refuseCaller(deps.pipeline, credentials, INTERACTION, inquiry.error));
  const { capacity, onRecord, act } = inquiry.value;
  const asked = askedOf(credentials, INTERACTION, inquiry.value);
  const enforced = await enforce<Outcome>(pipelineFor(deps.pipeline, onRecord), asked, (permitted) => {
    if (act === null) return Promise.resolve(because("act_not_permitted", "another act was registered"));
    return capacity.as === "auditor"
      ? auditorsAnswer(deps, inquiry.value, asked, evaluation, permitted)
      : ownAnswer(deps, inquiry.value, evaluation, permitted);
  });
  if (enforced.kind === "denied") {
    const code = enforced.reasons[0]?.code ?? "evaluation_error";
    if (isFault(code) || capacity.as === "auditor") return err(refused(code, enforced.reasons[0]?.detail));
    return ok(denied(enforced.entryId, enforced.reasons, hintFor(deps, inquiry.value, evaluation)));
  }
  return ok(presented(deps, inquiry.value, evaluation, enforced.entryId, enforced.value));
}

/** Of the subject themself, or of an enforcement point: a no is theirs, and recorded as one. */
async function ownAnswer(
  deps: PdpDeps,
  inquiry: Inquiry,
  { resource }: Evaluation,
  { decision, facts, now }: Permitted,
): Promise<Answer<Outcome> | Reason> {
  const { verdict, record } = await verdictOn(deps, matterOf(inquiry, resource), { decision, facts, now });
  if ("code" in verdict) return verdict;
  return { value: { decision, verdict }, release: releaseOf(verdict, record, resource) };
}

/** About somebody else: what an auditor learns is recorded as the auditor's, whichever way it comes out. */
async function auditorsAnswer(
  deps: PdpDeps,
  inquiry: Inquiry,
  asked: Asked,
  { resource }: Evaluation,
  permitted: Permitted,
): Promise<Answer<Outcome> | Reason> {
  if (!hasAuditorsRight(permitted)) return LACKS_RIGHT;
  const { subject } = inquiry;
  const { policy, now } = permitted;
  if (!subject.ok) {
    const verdict = because(subject.error);
    return { value: { decision: permitted.decision, verdict }, release: auditorsRelease(permitted, []) };
  }
  const sight = await subjectsSight(deps, inquiry, asked, subject.value, policy, now);
  const { verdict, record } = await verdictOn(deps, matterOf(inquiry, resource), sight);
  const patients = record?.facts.patients ?? [];
  return { value: { decision: sight.decision, verdict }, release: auditorsRelease(permitted, patients) };
}

function presented(
  deps: PdpDeps,
  inquiry: Inquiry,
  evaluation: Evaluation,
  entryId: string,
  { decision, verdict }: Outcome,
): PdpDecision {
  if ("code" in verdict) return denied(entryId, [verdict], hintFor(deps, inquiry, evaluation));
  return permittedDecision(
    entryId,
    decision,
    verdict,
    matterOf(inquiry, evaluation.resource).honorsObligations,
  );
}

function hintFor({ pipeline, ...deps }: PdpDeps, { subject, rule }: Inquiry, { resource }: Evaluation) {
  const policy = pipeline.policy();
  if (policy === null || !subject.ok || rule === undefined) return null;
  const elements = kindOf(deps, policy, resource, rule)?.elements ?? [];
  return accessRequestHint(deps.accessRequestUrl, policy, subject.value.person, elements, pipeline.now());
}
