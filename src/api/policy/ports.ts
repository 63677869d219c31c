import type { SuiteCoverage } from "../../decision/suite/coverage.ts";
import type { SuiteResult } from "../../decision/suite/types.ts";
import type { Result } from "../../kernel/result.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import type { PolicyFile } from "../../policy/types.ts";
import type { AccessReport, PersonAccess } from "../../posture/access-report.ts";
import type { Gap } from "../../posture/gaps.ts";
import type { Impact } from "../../posture/impact.ts";
import type { ReachReport } from "../../posture/reach-report.ts";
import type { ReachLimits } from "../../posture/wide-reach.ts";

/** What the policy's own API stands on besides the pipeline; wired in server/posture.ts. */
export interface PolicyDesk {
  /** When the policy in force was read, milliseconds since 1970. */
  readonly loadedAt: number;
  /** The system that is served here, as requests name it. */
  readonly system: string;
  /** The policy tests of the policy in force; run once, and asked again until they are done. */
  tests(): Promise<Reported<PolicyTests>>;
  reach(question: ReachAsked): Promise<Reported<ReachReport>>;
  access(): Promise<Reported<AccessReport>>;
  /** Undefined: nobody of that id is on the roster. */
  accessOf(personId: string): Promise<PersonAccess | undefined>;
  impact(change: PolicyChange): Promise<Reported<Impact> | InvalidPolicy>;
  /** The whole policy as a draft has it; undefined: there is no such draft. */
  filesOfDraft(draftId: string): Promise<readonly PolicyFile[] | undefined>;
}

/** A report, how far it is, or what keeps it from being whole: one that is not whole is not shown. */
export type Reported<T> =
  | { readonly kind: "ready"; readonly value: T }
  /** `total` null: not known. */
  | { readonly kind: "running"; readonly done: number; readonly total: number | null }
  | { readonly kind: "incomplete"; readonly gaps: readonly Gap[] };

export interface InvalidPolicy {
  readonly kind: "invalid";
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReachAsked {
  /** Ids of elements, one of which must be seen of a patient; null: anything. */
  readonly elements: readonly string[] | null;
  readonly limits: ReachLimits;
}

export interface PolicyChange {
  /** Undefined: the policy in force. */
  readonly before?: readonly PolicyFile[] | undefined;
  readonly after: readonly PolicyFile[];
}

export type PolicyTests = Result<
  { readonly results: readonly SuiteResult[]; readonly coverage: SuiteCoverage },
  readonly Diagnostic[]
>;
