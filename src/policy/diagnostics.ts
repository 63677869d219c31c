import type { DiagnosticId } from "./rules.ts";
import { severityOf } from "./rules.ts";
import type { SourcePosition } from "./types.ts";

/** One finding about the policy files. Plain words; never a value of a patient. */
export interface Diagnostic {
  readonly id: DiagnosticId;
  /** An error keeps the policy from being compiled; a warning does not. */
  readonly severity: "error" | "warning";
  readonly message: string;
  /** What the writer can do about it, one line. */
  readonly hint: string | null;
  readonly at: SourcePosition;
}

/** Builds a finding; its severity is that of the rule it cites. What it quotes from a file cannot break its line. */
export function finding(
  id: DiagnosticId,
  at: SourcePosition,
  message: string,
  hint: string | null = null,
): Diagnostic {
  return {
    id,
    severity: severityOf(id),
    message: oneLine(message),
    hint: hint === null ? null : oneLine(hint),
    at,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Sorted by file, line, column, then id and message; what is said twice is said once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [renderDiagnostic(diagnostic), diagnostic]));
  return [...unique.values()].toSorted(
    (a, b) =>
      compareText(a.at.file, b.at.file) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      compareText(a.id, b.id) ||
      compareText(a.message, b.message),
  );
}

/** `roles/biller.yaml:12:5: error POL-202: no element `claim.dx` (did you mean `claim.dx-codes`?)` */
export function renderDiagnostic({ id, severity, message, hint, at }: Diagnostic): string {
  const advice = hint === null ? "" : ` (${hint})`;
  return `${at.file}:${at.line}:${at.column}: ${severity} ${id}: ${message}${advice}`;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** By UTF-16 code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
