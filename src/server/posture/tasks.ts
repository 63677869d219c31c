import { AppError } from "../../kernel/errors.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import { localBench } from "../../policy/drafts/local-bench.ts";
import type { CompiledPolicy, PolicyFile } from "../../policy/types.ts";
import { createImpactTally, type Impact } from "../../posture/impact.ts";
import { createReachTally, type ReachReport } from "../../posture/reach-report.ts";
import type { Census, Member, Setting } from "../../posture/types.ts";
import type { ReachLimits } from "../../posture/wide-reach.ts";
import { memberOf, type PlainMember } from "./plain.ts";

/** A count over all people; plain data, since it crosses to another thread. */
export type PostureTask =
  | {
      readonly kind: "reach";
      readonly policy: readonly PolicyFile[];
      readonly setting: Setting;
      readonly census: Census;
      /** Ids of elements; null: anything. */
      readonly elements: readonly string[] | null;
      readonly limits: ReachLimits;
    }
  | {
      readonly kind: "impact";
      readonly before: readonly PolicyFile[];
      readonly after: readonly PolicyFile[];
      readonly setting: Setting;
      readonly census: Census;
    };

export type PostureStep =
  | { readonly step: "start"; readonly task: PostureTask }
  | { readonly step: "members"; readonly members: readonly PlainMember[] }
  | { readonly step: "finish" }
  | { readonly step: "drop" };

/** Nothing, or what keeps a policy from being compiled. */
export type Started = Result<null, readonly Diagnostic[]>;

interface Tally {
  add(member: Member): void;
  report(): ReachReport | Impact;
}

/** Does the steps of several counts side by side; `now` in milliseconds since 1970. */
export function createPostureRunner(now: () => number): (job: number, asked: PostureStep) => unknown {
  const { validate } = localBench(now);
  const tallies = new Map<number, Tally>();
  const policyOf = (files: readonly PolicyFile[]): Result<CompiledPolicy, readonly Diagnostic[]> => {
    const { policy, diagnostics } = validate(files);
    return policy === null ? err(diagnostics) : ok(policy);
  };

  function start(job: number, task: PostureTask): Started {
    const tally = task.kind === "reach" ? reachTally(task, policyOf) : impactTally(task, policyOf);
    if (!tally.ok) return tally;
    tallies.set(job, tally.value);
    return ok(null);
  }

  return (job, asked) => {
    if (asked.step === "start") return start(job, asked.task);
    const tally = tallies.get(job);
    if (asked.step === "members") {
      for (const member of asked.members) tally?.add(memberOf(member));
      return null;
    }
    tallies.delete(job);
    if (asked.step === "drop") return null;
    if (tally === undefined) throw new AppError("internal", "a count was finished that never began");
    return tally.report();
  };
}

type PolicyOf = (files: readonly PolicyFile[]) => Result<CompiledPolicy, readonly Diagnostic[]>;

function reachTally(
  task: Extract<PostureTask, { kind: "reach" }>,
  policyOf: PolicyOf,
): Result<Tally, readonly Diagnostic[]> {
  const policy = policyOf(task.policy);
  if (!policy.ok) return policy;
  const { setting, census, limits, elements } = task;
  const indexes = elements?.flatMap((id) => policy.value.catalogue.byId(id)?.index ?? []);
  const sought = indexes === undefined ? null : new Set(indexes);
  return ok(createReachTally(policy.value, { setting, census, sought, limits }));
}

function impactTally(
  task: Extract<PostureTask, { kind: "impact" }>,
  policyOf: PolicyOf,
): Result<Tally, readonly Diagnostic[]> {
  const [before, after] = [policyOf(task.before), policyOf(task.after)];
  if (!before.ok) return before;
  if (!after.ok) return after;
  const { setting, census } = task;
  return ok(createImpactTally({ before: before.value, after: after.value, setting, census }));
}
