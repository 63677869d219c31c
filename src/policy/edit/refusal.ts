import type { Diagnostic } from "../diagnostics.ts";
import type { DiagnosticId } from "../rules.ts";
import type { EditRefusal, RefusalCode } from "./types.ts";

/** What an edit runs into, by the rule that says so. */
const CODE_OF: Partial<Record<DiagnosticId, RefusalCode>> = {
  "POL-301": "cannot_join",
  "POL-302": "role_never",
  "POL-303": "cannot_join",
  "POL-307": "beyond_ceiling",
  "POL-407": "purpose_never",
};

/** An edit that makes no sense in itself. */
export function refusal(code: RefusalCode, message: string, hint: string | null = null): EditRefusal {
  return { code, message, hint, diagnostics: [] };
}

/** An edit after which the policy would not compile: the first error says why. */
export function refusedBy(diagnostics: readonly Diagnostic[]): EditRefusal {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const telling = errors.find(({ id }) => CODE_OF[id] !== undefined) ?? errors[0];
  const code = (telling && CODE_OF[telling.id]) ?? "policy_invalid";
  const message = telling?.message ?? "the policy would not compile";
  return { code, message, hint: telling?.hint ?? null, diagnostics: errors };
}
