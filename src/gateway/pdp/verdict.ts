import type { Reason } from "../../decision/types.ts";
import { AppError } from "../../kernel/errors.ts";
import { nextStep } from "../../kernel/next-step.ts";
import type { Sight, Verdict } from "./judge.ts";
import { judge, refusalOf } from "./judge.ts";
import type { PdpResource, Properties } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import { because, NOT_FOUND } from "./reasons.ts";
import { kindOf, targetRecord, type TargetRecord } from "./target.ts";
import type { ActionRule } from "./vocabulary.ts";

/** What is asked of a subject whose decision is taken: to do what, on which resource. */
export interface Matter {
  /** Undefined: the vocabulary does not know the action. */
  readonly rule: ActionRule | undefined;
  readonly resource: PdpResource;
  /** What is believed of what the request says of the resource; null: nothing. */
  readonly told: Properties | null;
  readonly honorsObligations: boolean;
}

export interface Judged {
  readonly verdict: Verdict | Reason;
  /** The record that was permitted; null where it was not, or where the answer is about no single record. */
  readonly record: TargetRecord | null;
}

type Sources = Pick<PdpDeps, "vocabulary" | "records" | "appRecords" | "absentStepMs">;

/**
 * Finds the resource and judges it. INVARIANT: what the policy alone denies is denied before any record is asked for; from
 * there on a hidden record takes the same way as an absent one.
 */
export async function verdictOn(
  sources: Sources,
  { rule, ...matter }: Matter,
  sight: Sight,
): Promise<Judged> {
  const { policy, reasons, outcome } = sight.decision;
  if (outcome === "deny") return no(reasons[0] ?? because("evaluation_error"));
  if (rule === undefined)
    return no(because("interaction_not_supported", "the vocabulary has no such action"));
  const kind = kindOf(sources, policy, matter.resource, rule);
  if (kind === null) return no(because("type_not_permitted"));
  const refusal = refusalOf(sight.decision, kind);
  if (refusal !== null) return no(refusal);
  if (kind.find === "nothing")
    return { verdict: judge(sight, { ...kind, record: null }, matter.honorsObligations), record: null };
  const begun = performance.now();
  const record = await orFault(() => targetRecord(sources, policy, kind, matter.resource, matter.told));
  if (record === "fault") return no(because("upstream_unavailable"));
  const target = { ...kind, record };
  const verdict = record === null ? NOT_FOUND : judge(sight, target, matter.honorsObligations);
  if (verdict === NOT_FOUND) await nextStep(begun, sources.absentStepMs ?? 0);
  return { verdict, record: "code" in verdict ? null : record };
}

/** A fault of the upstream is a reason of its own; its text goes nowhere. */
export async function orFault<T>(find: () => Promise<T>): Promise<T | "fault"> {
  try {
    return await find();
  } catch (fault) {
    if (fault instanceof AppError && fault.code.startsWith("upstream_")) return "fault";
    throw fault;
  }
}

function no(verdict: Reason): Judged {
  return { verdict, record: null };
}
