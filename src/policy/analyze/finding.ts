import type { RuleId, SourcePosition } from "../types.ts";

/**
 * What the analysis of a sound policy can find. Ids are stable; SPEC.md has the sentence to each. An error is what
 * nobody may want; a warning asks for a reason; an info is worth knowing.
 */
export const FINDINGS = {
  "POL-720": { name: "grant-unreachable", severity: "warning" },
  "POL-721": { name: "grant-shadowed", severity: "warning" },
  "POL-722": { name: "segment-closed", severity: "warning" },
  "POL-723": { name: "case-unbound", severity: "warning" },
  "POL-724": { name: "element-unseen", severity: "info" },
  "POL-725": { name: "purpose-unheld", severity: "info" },
  "POL-726": { name: "relation-unused", severity: "info" },
  "POL-727": { name: "segment-unreached", severity: "info" },
  "POL-728": { name: "exemption-unused", severity: "info" },
  "POL-729": { name: "rule-unused", severity: "info" },
  "POL-740": { name: "conflict-held", severity: "error" },
  "POL-741": { name: "conflict-one-sided", severity: "error" },
  "POL-742": { name: "approves-own", severity: "warning" },
  "POL-743": { name: "approval-missing", severity: "warning" },
  "POL-744": { name: "approval-unasked", severity: "info" },
  "POL-745": { name: "ask-unheld", severity: "info" },
  "POL-746": { name: "administers-and-approves", severity: "warning" },
  "POL-747": { name: "administers-and-reads", severity: "warning" },
  "POL-748": { name: "toxic-pair", severity: "warning" },
} as const satisfies Record<string, { name: string; severity: Severity }>;

export type Severity = "error" | "warning" | "info";
export type FindingId = keyof typeof FINDINGS;
export type FindingName = (typeof FINDINGS)[FindingId]["name"];

/** One thing found, as plain data. The lists hold ids of the policy, and are empty where they do not apply. */
export interface Finding {
  readonly id: FindingId;
  readonly name: FindingName;
  readonly severity: Severity;
  /** One line, with names in backticks. */
  readonly sentence: string;
  readonly hint: string | null;
  /** Null when it is about something that stands in no file, such as a roster. */
  readonly at: SourcePosition | null;
  readonly rules: readonly RuleId[];
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly elements: readonly string[];
  readonly segments: readonly string[];
  readonly relations: readonly string[];
  readonly people: readonly string[];
}

const NONE: readonly string[] = [];

/** A finding; what `about` leaves out is empty. */
export function found(
  id: FindingId,
  sentence: string,
  about: Partial<Omit<Finding, "id" | "name" | "severity" | "sentence">>,
): Finding {
  const nowhere = { rules: NONE, roles: NONE, purposes: NONE, elements: NONE } as const;
  const nobody = { segments: NONE, relations: NONE, people: NONE, at: null, hint: null } as const;
  return { id, ...FINDINGS[id], sentence, ...nowhere, ...nobody, ...about };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, then by place in the files, then by id; the order of the policy where these are alike. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) => RANK[a.severity] - RANK[b.severity] || comparePlaces(a.at, b.at) || a.id.localeCompare(b.id),
  );
}

function comparePlaces(a: SourcePosition | null, b: SourcePosition | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** `a`, `b` and 3 more: a list in a sentence, in backticks. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, names.length > most + 1 ? most : names.length).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
