import type { SuiteCoverage } from "../../decision/suite/coverage.ts";
import type { SuiteResult } from "../../decision/suite/types.ts";
import type { Result } from "../../kernel/result.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import type { DraftDesk } from "../../policy/drafts/draft-desk.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { Draft } from "../../policy/drafts/types.ts";

/** What the routes stand on. */
export interface PolicyDraftsDeps {
  readonly pipeline: Pipeline;
  readonly policyDrafts: PolicyDraftsDesk;
}

/** Drafts of the policy, and their tests. Who they affect is asked with `files`, which gives the whole policy drafted. */
export interface PolicyDraftsDesk extends DraftDesk {
  /** Runs the policy's tests, those the draft wrote included; an error when the draft does not compile. */
  test(draft: Draft): Promise<PolicyTestOutcome>;
}

export type PolicyTestOutcome = Result<
  { readonly results: readonly SuiteResult[]; readonly coverage: SuiteCoverage },
  readonly Diagnostic[]
>;
