import type { CompiledPolicy, CompiledPurpose } from "../../types.ts";
import { EXEMPT, isOpen, LENT, purposesOf } from "./conditions.ts";
import { given } from "./grants.ts";
import { allOf, anyOf, forbid, isOneOf, quoted, setOf, type Statement } from "./statement.ts";

const OUTBOUND = ["disclose", "request"] as const;

/** What a purpose keeps back: who may declare it and when, its ceiling, and what leaves under it. */
export function purposeStatements(policy: CompiledPolicy): readonly Statement[] {
  const purposes = purposesOf(policy);
  const known = isOneOf(
    "context.purpose",
    purposes.map(({ id }) => id),
  );
  return [
    forbid("purpose:unknown", { unless: known }, ["a purpose outside the policy"]),
    ...OUTBOUND.map((act) => withoutRule(act, purposes)),
    ...purposes.flatMap((purpose) => [
      declaration(policy, purpose),
      ...never(policy, purpose),
      ...OUTBOUND.flatMap((act) => outbound(policy, purpose, act)),
    ]),
  ];
}

/** Whether it may be declared here, and that the asker states its legal ground. Broken glass was not declared. */
function declaration(policy: CompiledPolicy, purpose: CompiledPurpose): Statement {
  const { id, basis, title, at } = purpose;
  const own = `(${EXEMPT} && context.ground != "exempt:hipaa-compliance")`;
  return forbid(
    `purpose:${id}`,
    {
      when: [`context.purpose == ${quoted(id)}`],
      unless: allOf([declarable(policy, purpose), anyOf([own, `context.basis == ${quoted(basis)}`])]),
    },
    [title, `${at.file}:${at.line}`],
  );
}

function declarable(policy: CompiledPolicy, purpose: CompiledPurpose): string {
  const broken = 'context.ground == "break-glass"';
  return purpose.declarable ? anyOf([broken, `(${isOpen(policy, purpose)})`]) : broken;
}

/** The ceiling of a use and of whatever was lent; an outbound rule has a list of its own, an exemption its own text. */
function never(
  policy: CompiledPolicy,
  { id, never: most, neverSegments }: CompiledPurpose,
): readonly Statement[] {
  const binds = `context.purpose == ${quoted(id)} && !(${EXEMPT})`;
  const may = given(policy, most);
  const mayNot = policy.catalogue.elements
    .map((element) => element.id)
    .filter((element) => !may.includes(element));
  const limit =
    mayNot.length <= may.length
      ? { when: [binds, `context.act == "use" || ${LENT}`, isOneOf("context.element", mayNot)] }
      : { when: [binds, `context.act == "use" || ${LENT}`], unless: isOneOf("context.element", may) };
  const segments = policy.segments
    .filter(({ bit }) => (neverSegments & (1 << bit)) !== 0)
    .map((segment) => segment.id);
  return [
    ...(mayNot.length === 0 ? [] : [forbid(`ceiling:never/${id}`, limit)]),
    ...(segments.length === 0
      ? []
      : [
          forbid(`ceiling:never/${id}/segments`, {
            when: [binds, `${setOf(segments)}.containsAny(resource.segments)`],
          }),
        ]),
  ];
}

/** 45 CFR 164.514(d)(3)–(4): what leaves is what the rule lists, to whom it lists; what was lent leaves to them too. */
function outbound(
  policy: CompiledPolicy,
  purpose: CompiledPurpose,
  act: "disclose" | "request",
): readonly Statement[] {
  const rule = purpose[act];
  if (rule === undefined) return [];
  return [
    forbid(rule.rule, {
      when: [`context.purpose == ${quoted(purpose.id)} && context.act == ${quoted(act)} && !(${EXEMPT})`],
      unless: allOf([
        `context has recipient && ${isOneOf("context.recipient.class", rule.recipients)}`,
        `(${LENT} || ${isOneOf("context.element", given(policy, rule.elements))})`,
      ]),
    }),
  ];
}

function withoutRule(act: "disclose" | "request", purposes: readonly CompiledPurpose[]): Statement {
  const having = purposes.filter((purpose) => purpose[act] !== undefined).map(({ id }) => id);
  return forbid(
    `purpose:none/${act}`,
    { when: [`context.act == ${quoted(act)} && !(${EXEMPT})`], unless: isOneOf("context.purpose", having) },
    ["without a rule of its own a purpose lets nothing leave"],
  );
}
