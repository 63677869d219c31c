import type { CompiledPolicy } from "../../types.ts";
import { isOpen, purposesOf } from "./conditions.ts";
import { permit, roleOf, type Statement } from "./statement.ts";

/** What both kinds of temporary grant need: it is for this act, in force, and names the record and the element. */
const IN_FORCE: readonly string[] = [
  "context.grant.purpose == context.purpose && context.grant.act == context.act",
  "context.grant.from <= context.now && context.now < context.grant.until",
  "!resource.patients.isEmpty() && context.grant.patients.containsAll(resource.patients)",
  "context.grant.refs.isEmpty() || context.grant.refs.containsAny(resource.refs)",
  "context.grant.systems.isEmpty() || context.grant.systems.contains(context.system)",
  "context.grant.elements.contains(context.element)",
  "context.grant.segments.containsAll(resource.segments)",
  'context.act != "use" || ["read", "search"].contains(context.capability)',
];

/**
 * What is lent for a time: an approval serves the purpose it was approved for; broken glass serves care,
 * 45 CFR 164.312(a)(2)(ii). A kind that the policy gives to nobody has no permit.
 */
export function lentStatements(policy: CompiledPolicy): readonly Statement[] {
  const roles = [...policy.roles.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [...approval(roles.map(({ id }) => id)), ...brokenGlass(policy, roles)];
}

function approval(roles: readonly string[]): readonly Statement[] {
  if (roles.length === 0) return [];
  const when = [
    'context.ground == "approval" && context has grant && context.grant.kind == "jit"',
    holdsOne(roles),
    ...IN_FORCE,
  ];
  return [permit("grant:approval", null, when, ["an approved just-in-time grant"])];
}

function brokenGlass(
  policy: CompiledPolicy,
  roles: readonly { readonly id: string; readonly breakGlass: boolean }[],
): readonly Statement[] {
  const eligible = roles.filter(({ breakGlass }) => breakGlass).map(({ id }) => id);
  const care = purposesOf(policy).filter(
    ({ basis, declarable }) => declarable && (basis === "treatment" || basis === "emergency"),
  );
  if (eligible.length === 0 || care.length === 0) return [];
  const serves = care.map((purpose) => `(${isOpen(policy, purpose)})`).join(" ||\n  ");
  const when = [
    'context.ground == "break-glass" && context has grant && context.grant.kind == "break-glass"',
    holdsOne(eligible),
    ...IN_FORCE,
    serves,
  ];
  return [
    permit("grant:break-glass", null, when, [
      "broken glass: an eligible role that declared a purpose of care",
    ]),
  ];
}

/** One role a line, so that a role more is a diff of one line. */
function holdsOne(roles: readonly string[]): string {
  return `principal in [\n${roles.map((role) => `    ${roleOf(role)}`).join(",\n")}\n  ]`;
}
