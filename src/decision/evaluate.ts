import type { CompiledPolicy, CompiledPurpose } from "../policy/types.ts";
import { ceilingsFor } from "./ceilings.ts";
import { claimedSlices, treatmentSlices } from "./exemption.ts";
import { obligationsOf } from "./obligations.ts";
import { indexOf } from "./policy-index.ts";
import { resolvePurposes } from "./purpose.ts";
import type { Offer, Question } from "./question.ts";
import { together } from "./question.ts";
import { because, mostSpecificFirst } from "./reasons.ts";
import { segmentsLeftOut } from "./segments.ts";
import { outboundSlices, useSlices } from "./standing.ts";
import { surviving } from "./surviving.ts";
import { temporarySlices } from "./temporary.ts";
import type { AccessRequest, Ceiling, Decision, Facts, Reason, Slice } from "./types.ts";

/** Works a decision out from the rules, with nothing remembered. Throws on a fault. */
export function evaluate(request: AccessRequest, policy: CompiledPolicy, facts: Facts): Decision {
  const obstacle = obstacleOf(request, policy);
  if (obstacle !== null) return denied(request, policy, [], [obstacle]);
  const resolved = resolvePurposes(request, policy, facts);
  if (!resolved.ok) return denied(request, policy, [], [resolved.error]);
  const open = openPurposes(request, resolved.value);
  const purposes = open.purposes.map((purpose) => purpose.id);
  if (open.purposes.length === 0) return denied(request, policy, purposes, mostSpecificFirst(open.refused));
  const question: Question = { request, policy, facts, index: indexOf(policy), purposes: open.purposes };
  const offer = offerFor(question);
  const ceilings = ceilingsFor(question, offer.slices);
  const left = surviving(offer.slices, ceilings);
  if (left.slices.length === 0)
    return denied(
      request,
      policy,
      purposes,
      mostSpecificFirst([...open.refused, ...offer.refused, ...left.refused]),
    );
  return permitted(question, left.slices, ceilings);
}

/** Who asks, before why: an account that has ended, or has no role of this policy. */
function obstacleOf({ subject }: AccessRequest, policy: CompiledPolicy): Reason | null {
  if (!subject.active) return because("person_inactive");
  return subject.roles.some((role) => policy.roles.has(role)) ? null : because("role_missing");
}

/** The purposes that allow this act through this channel. */
function openPurposes(request: AccessRequest, purposes: readonly CompiledPurpose[]) {
  const refused: Reason[] = [];
  const open = purposes.filter((purpose) => {
    const acts = purpose.acts.has(request.act);
    const channel = purpose.channels.length === 0 || purpose.channels.includes(request.channel);
    if (!acts) refused.push(because("act_not_permitted", null, `purpose \`${purpose.id}\``));
    else if (!channel) refused.push(because("wrong_channel", null, `purpose \`${purpose.id}\``));
    return acts && channel;
  });
  return { purposes: open, refused };
}

/** A claimed exemption is the basis asked for: the purpose's own rules do not fill up what its text leaves out. */
function offerFor(question: Question): Offer {
  const { act, recipient, exemption } = question.request;
  if (act !== "use" && recipient === null) return { slices: [], refused: [because("recipient_missing")] };
  if (exemption !== null) return claimedSlices(question, exemption);
  if (act === "use") return together(useSlices(question), temporarySlices(question));
  return together(outboundSlices(question), treatmentSlices(question), temporarySlices(question));
}

function permitted(question: Question, slices: readonly Slice[], ceilings: readonly Ceiling[]): Decision {
  const { request, policy, purposes } = question;
  return {
    outcome: "permit",
    policyHash: policy.hash,
    policy,
    request,
    purposes: purposes.map((purpose) => purpose.id),
    slices,
    ceilings,
    obligations: obligationsOf(request, policy, slices),
    reasons: [],
    segmentsLeftOut: segmentsLeftOut(policy, slices, ceilings),
  };
}

/** A denial for these reasons. */
export function denied(
  request: AccessRequest,
  policy: CompiledPolicy,
  purposes: readonly string[],
  reasons: readonly Reason[],
): Decision {
  return {
    outcome: "deny",
    policyHash: policy.hash,
    policy,
    request,
    purposes,
    slices: [],
    ceilings: [],
    obligations: [{ kind: "record" }],
    reasons,
    segmentsLeftOut: [],
  };
}
