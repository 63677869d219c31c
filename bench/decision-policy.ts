import type { GrantSpec } from "../src/decision/testing/policy-builder.ts";
import { buildPolicy } from "../src/decision/testing/policy-builder.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import type { Rule } from "./decision-rules.ts";
import { FIELDS, PURPOSES, RELATIONS, ROLES, TYPES } from "./decision-rules.ts";

/** The day that every request is made on. */
export const DAY = Date.parse("2026-05-04T00:00:00Z");
export const MINUTE = 60_000;

/** The hours of a rule. A policy has none of its own: a relation holds at its hours, as a shift does. */
export const AT_ANY_HOUR = { from: 0, until: 1440 } as const;
export const BY_DAY = { from: 420, until: 1140 } as const;

/** A relation at these hours, as the policy names it. */
export function relationId(relation: number, { from }: { readonly from: number }): string {
  return `${RELATIONS[relation] ?? ""}${from === AT_ANY_HOUR.from ? "" : "-by-day"}`;
}

/** Elements of a type lie side by side. */
const elementId = (type: number, field: number): string => `type${type}.f${field}`;

/** The rules as a compiled policy: a rule that any of several relations opens is as many grants. */
export function policyOf(rules: readonly Rule[]): CompiledPolicy {
  const elements = Array.from({ length: TYPES * FIELDS }, (_, i) => {
    const type = Math.trunc(i / FIELDS);
    return [elementId(type, i % FIELDS), [`Type${type}`]] as const;
  });
  const relations = RELATIONS.flatMap((_, relation) =>
    [AT_ANY_HOUR, BY_DAY].map((hours) => [relationId(relation, hours), {}] as const),
  );
  const purposes = Array.from(
    { length: PURPOSES },
    (_, n) => [`purpose-${n}`, { basis: "operations" } as const] as const,
  );
  const roles = Array.from({ length: ROLES }, (_, role) => {
    const grants = rules.filter((rule) => rule.role === role).flatMap(grantsOf);
    return [`role-${role}`, { grants }] as const;
  });
  return buildPolicy({
    elements: Object.fromEntries(elements),
    relations: Object.fromEntries(relations),
    purposes: Object.fromEntries(purposes),
    roles: Object.fromEntries(roles),
  });
}

function grantsOf(rule: Rule): GrantSpec[] {
  const elements = Array.from({ length: FIELDS }, (_, field) => field)
    .filter((field) => ((rule.fields >> field) & 1) === 1)
    .map((field) => elementId(rule.type, field));
  const opening = RELATIONS.map((_, relation) => relation).filter(
    (bit) => ((rule.relations >> bit) & 1) === 1,
  );
  return opening.map((relation) => ({
    purpose: `purpose-${rule.purpose}`,
    on: relationId(relation, rule),
    elements,
  }));
}
