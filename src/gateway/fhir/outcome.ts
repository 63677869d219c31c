import type { Reason } from "../../decision/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";

export const REASON_SYSTEM = "https://modicum.dev/fhir/CodeSystem/reason";

const ISSUE_TYPES: Partial<Record<ReasonCode, string>> = {
  unauthenticated: "login",
  not_found: "not-found",
  type_unknown: "not-supported",
  interaction_not_supported: "not-supported",
  parameter_unknown: "not-supported",
  parameter_not_derivable: "not-supported",
  result_parameter_not_supported: "not-supported",
  parameter_invalid: "value",
  page_token_invalid: "expired",
  bad_request: "structure",
  scan_budget_exceeded: "too-costly",
  export_limited: "throttled",
  write_ambiguous: "business-rule",
  write_incomplete: "incomplete",
  write_refused: "processing",
  write_conflict: "conflict",
  patch_failed: "processing",
  precondition_failed: "conflict",
  criteria_not_selective: "multiple-matches",
  reference_not_found: "not-found",
  evaluation_error: "exception",
  record_unavailable: "transient",
  facts_unavailable: "transient",
  upstream_unavailable: "transient",
};

/**
 * The OperationOutcome of a denial: reason code, what was missing, what one can do next.
 * It is made from policy and the question alone. FHIR R4 OperationOutcome; issue types of `issue-type`.
 */
export function outcomeOf(reasons: readonly Reason[]): JsonObject {
  return { resourceType: "OperationOutcome", issue: reasons.map(issueOf) };
}

function issueOf({ code, rule, detail }: Reason): JsonObject {
  const { title, next } = REASONS[code];
  const missing = rule === null ? [] : [`Rule: ${rule}.`];
  return {
    severity: "error",
    code: ISSUE_TYPES[code] ?? "forbidden",
    details: {
      coding: [{ system: REASON_SYSTEM, code, display: title }],
      text: detail === "" ? title : `${title}: ${detail}`,
    },
    diagnostics: [...missing, next].join(" "),
  };
}
