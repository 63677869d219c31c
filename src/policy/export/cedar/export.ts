import type { CompiledPolicy, CompiledRole } from "../../types.ts";
import { commonStatements, restrictionStatements, segmentStatements } from "./ceilings.ts";
import { exemptionStatements } from "./exemptions.ts";
import { grantStatements } from "./grants.ts";
import { lentStatements } from "./lent.ts";
import { purposeStatements } from "./purposes.ts";
import { CEDAR_SCHEMA } from "./schema.ts";
import { commentLines, render, type Statement } from "./statement.ts";

/** A policy in Cedar's language. */
export interface CedarExport {
  /** The policies as one text: the head that says how to ask, then every statement with its comment. */
  readonly policies: string;
  readonly schema: string;
  /** The statements one by one, by id, in the order of the text. */
  readonly statements: ReadonlyMap<string, string>;
}

interface Section {
  readonly title: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * The same policy in Cedar (https://docs.cedarpolicy.com): a permit for each grant, a forbid for each ceiling, so that
 * Cedar's default deny and "forbid overrides permit" stand for our join and meet. Booleans alone: an element is shown
 * in some form, or not. Pure and deterministic: the same policy gives the same text.
 */
export function exportToCedar(policy: CompiledPolicy): CedarExport {
  const sections = sectionsOf(policy);
  const texts = sections.map(
    ({ title, statements }) => `${commentLines(["", ...title, ""])}\n${statements.map(render).join("\n")}`,
  );
  const statements = sections.flatMap((section) => section.statements);
  return {
    policies: `${commentLines(headOf(policy))}\n${texts.join("\n")}`,
    schema: CEDAR_SCHEMA,
    statements: new Map(statements.map((statement) => [statement.id, render(statement)])),
  };
}

function sectionsOf(policy: CompiledPolicy): readonly Section[] {
  const roles = [...policy.roles.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...roles.map((role) => ({ title: titleOf(role), statements: grantStatements(policy, role) })),
    { title: ["Lent for a time"], statements: lentStatements(policy) },
    { title: ["Purposes"], statements: purposeStatements(policy) },
    { title: ["Exemptions, 45 CFR 164.502(b)(2)"], statements: exemptionStatements(policy) },
    { title: ["Segments that need more than a rule"], statements: segmentStatements(policy) },
    { title: ["Restrictions, 45 CFR 164.522(a)"], statements: restrictionStatements(policy) },
    { title: ["What binds everyone"], statements: commonStatements() },
  ].filter(({ statements }) => statements.length > 0);
}

function titleOf({ id, title, why, at }: CompiledRole): readonly string[] {
  return [`Role ${id}: ${title}`, `${at.file}:${at.line}`, ...(why === "" ? [] : [why])];
}

function headOf({ org, hash }: CompiledPolicy): readonly string[] {
  return [
    `The policy of ${org.title} as Cedar policies, from the bundle`,
    `${hash}.`,
    "",
    "One Cedar request asks about one element of one record, for one purpose, on one ground:",
    "  principal  Person, in its roles",
    "  action     see",
    "  resource   Record, with what is known of it: patients, segments, relations that hold now",
    "  context    element, act, capability, declared purpose and case, recipient, claim, system, channel, now",
    "",
    "A declaration may stand for several purposes, and a person may stand on several grounds. The element is shown when",
    "Cedar allows it for any purpose of the policy on any of the grounds:",
    "  role           a standing grant, by whatever relation but the originator's",
    "  originator     a standing grant by the relation originator",
    "  approval       a just-in-time grant, one request for each, for the purpose it was approved for",
    "  break-glass    the same for broken glass",
    "  exempt:CODE    an exemption of 45 CFR 164.502(b)(2): the one that is claimed; without a claim, treatment",
    "So a forbid takes away from one ground, and never from what another purpose gives.",
    "",
    "Permits come from grants, forbids from ceilings. How an element is shown (masked, generalized) is no boolean and",
    "stands in comments alone. A request that leaves Cedar with an error is a denial: Cedar passes over a policy that",
    "fails, and a forbid passed over forbids nothing.",
  ];
}
