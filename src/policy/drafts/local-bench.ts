import { ok } from "../../kernel/result.ts";
import { diffOf } from "../analyze/diff.ts";
import { othersOf } from "../analyze/others/others.ts";
import { editPolicy, type Validate } from "../edit/edit-policy.ts";
import type { PolicyFile } from "../types.ts";
import { type PolicyReport, validatePolicy } from "../validate.ts";
import type { PolicyBench } from "./ports.ts";
import { snapshotOf } from "./snapshot.ts";

export interface LocalBench extends PolicyBench {
  readonly validate: Validate;
}

/** A bench where it stands: for the thread that compiles, and for tests. `now` in milliseconds since 1970. */
export function localBench(now: () => number): LocalBench {
  const validate = remembering(now);
  return {
    validate,
    async edit(files, edit) {
      const result = editPolicy(files, edit, validate);
      if (!result.ok) return result;
      const { policy, files: written, diagnostics, cells } = result.value;
      const old = validate(files).policy;
      const others = old === null || policy === null || cells === null ? null : othersOf(old, policy, cells);
      return ok({ policyHash: policy?.hash ?? null, files: written, diagnostics, cells, others });
    },
    async compare(before, after) {
      const [old, { policy, diagnostics }] = [validate(before).policy, validate(after)];
      if (old === null || policy === null)
        return { policyHash: policy?.hash ?? null, diagnostics, cells: null, others: null };
      const cells = diffOf(old, policy);
      return { policyHash: policy.hash, diagnostics, cells, others: othersOf(old, policy, cells) };
    },
  };
}

/** The policy in force, a draft, and the draft after an edit. */
const REMEMBERED = 4;
const HOUR_MS = 3_600_000;

/** Remembers what was said of the last few policies, within the hour: dates in a policy are judged by the clock. */
function remembering(now: () => number): Validate {
  const reports = new Map<string, PolicyReport>();
  return (files: readonly PolicyFile[]) => {
    const instant = now();
    const key = `${Math.floor(instant / HOUR_MS)} ${snapshotOf(files, "").digest}`;
    const report = reports.get(key) ?? validatePolicy(files, instant);
    reports.delete(key);
    reports.set(key, report);
    const [oldest] = reports.keys();
    if (reports.size > REMEMBERED && oldest !== undefined) reports.delete(oldest);
    return report;
  };
}
