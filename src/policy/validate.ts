import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import { checkForms } from "./check/forms.ts";
import { checkPolicy } from "./check/policy.ts";
import { compileCatalogue } from "./compile/catalogue.ts";
import { compileResolved } from "./compile/policy.ts";
import { finding, hasErrors, renderDiagnostic, sortDiagnostics } from "./diagnostics.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { parseBundle } from "./parse/bundle.ts";
import type { DiagnosticId } from "./rules.ts";
import { resolvePolicy } from "./resolve/policy.ts";
import type { SourceKind } from "./source/kinds.ts";
import type { CompiledPolicy, PolicyFile } from "./types.ts";

/** All that can be said about a set of policy files, and the policy when nothing forbids it. */
export interface PolicyReport {
  /** Null when there is an error among the diagnostics. */
  readonly policy: CompiledPolicy | null;
  /** Errors and warnings, sorted by file, line, column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is said of a missing name, by the kind of file that could declare it. */
const DECLARED_BY: Partial<Record<SourceKind, readonly DiagnosticId[]>> = {
  Org: ["POL-212"],
  ElementGroup: ["POL-202", "POL-214", "POL-308"],
  ElementSet: ["POL-205", "POL-214", "POL-308"],
  Purpose: ["POL-207"],
  Relation: ["POL-208"],
  Segment: ["POL-209"],
  Role: ["POL-210"],
  People: ["POL-511"],
};

/** Parse, resolve, check, compile; every diagnostic at once. `now` in milliseconds since 1970. Pure. */
export function validatePolicy(files: readonly PolicyFile[], now: number): PolicyReport {
  const { bundle, unread, diagnostics: parsing } = parseBundle(files);
  const { policy, diagnostics: resolving } = resolvePolicy(bundle);
  const [org] = bundle.Org;
  const catalogue = compileCatalogue(policy.index);
  const later = [
    ...(org === undefined ? [missingOrg(files)] : []),
    ...resolving,
    ...checkPolicy(policy, now),
    ...(catalogue.ok ? checkForms(policy, catalogue.value) : catalogue.error),
  ];
  // A name that a file which cannot be read may declare is not called unknown.
  const excused = new Set([...unread].flatMap((kind) => DECLARED_BY[kind] ?? []));
  const diagnostics = sortDiagnostics([...parsing, ...later.filter(({ id }) => !excused.has(id))]);
  const refused = hasErrors(diagnostics) || org === undefined || !catalogue.ok;
  return { policy: refused ? null : compileResolved(policy, org, catalogue.value), diagnostics };
}

/** The policy, or every diagnostic, warnings included. `now` in milliseconds since 1970. Pure. */
export function compilePolicy(
  files: readonly PolicyFile[],
  now: number,
): Result<CompiledPolicy, readonly Diagnostic[]> {
  const { policy, diagnostics } = validatePolicy(files, now);
  return policy === null ? err(diagnostics) : ok(policy);
}

/** One line per diagnostic: `file:line:column: error POL-202: message (hint)`. */
export function diagnosticLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(renderDiagnostic);
}

function missingOrg(files: readonly PolicyFile[]): Diagnostic {
  const at = { file: files[0]?.path ?? "org.yaml", line: 1, column: 1 };
  return finding("POL-212", at, "no file says which organization the policy is for", "add one of kind `Org`");
}
