import { setFlagsFromString } from "node:v8";
import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import { getOrAdd } from "../src/decision/get-or-add.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { cellOf, RELATIONS } from "./decision-rules.ts";

/**
 * Cedar as it is fast: policies parsed beforehand, one set for each role, purpose and type, so that a request meets those
 * that could matter alone; no schema, no entities. One request gives the whole answer: what it lists as the policies
 * that determined it says which fields come out.
 */
export function cedarDecider(rules: readonly Rule[]): (call: StatefulAuthorizationCall) => number {
  // Node 20 ends with `unreachable code` where it unwinds one of Cedar's functions that it had inlined.
  setFlagsFromString("--no-turbo-inline-js-wasm-calls");
  const fields = new Map<string, number>();
  for (const rule of rules) {
    const policies = policiesOf(rule);
    const answer = preparsePolicySet(setId(rule), { staticPolicies: policies });
    if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
    fields.set(`${setId(rule)}-standing`, rule.fields).set(`${setId(rule)}-approved`, rule.jitFields);
  }
  return (call) => {
    const answer = statefulIsAuthorized(call);
    if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
    let mask = 0;
    for (const id of answer.response.diagnostics.reason) mask |= fields.get(id) ?? 0;
    return mask;
  };
}

/** Requests for cells without a rule meet an empty set. */
export function cedarInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
): readonly StatefulAuthorizationCall[] {
  const cells = new Set(rules.map(cellOf));
  const sets = new Map<number, string>();
  return requests.map((asked) => ({
    principal: { type: "User", id: `user-${asked.user}` },
    action: { type: "Action", id: `purpose-${asked.purpose}` },
    resource: { type: `Type${asked.type}`, id: `r${asked.patient}` },
    context: { minute: asked.minute, relation: RELATIONS[asked.relation] ?? "", jit: asked.jit },
    preparsedPolicySetId: getOrAdd(sets, cellOf(asked), () =>
      cells.has(cellOf(asked)) ? setId(asked) : emptySet(),
    ),
    entities: [],
  }));
}

const setId = (cell: Parameters<typeof cellOf>[0]): string => `cell-${cellOf(cell)}`;

function emptySet(): string {
  preparsePolicySet("empty", {});
  return "empty";
}

function policiesOf(rule: Rule): Record<string, string> {
  const scope = `permit (principal, action == Action::"purpose-${rule.purpose}", resource is Type${rule.type})`;
  const relations = RELATIONS.filter((_, bit) => ((rule.relations >> bit) & 1) === 1);
  const related = `${JSON.stringify(relations)}.contains(context.relation)`;
  const hours = `context.minute >= ${rule.from} && context.minute < ${rule.until}`;
  return {
    [`${setId(rule)}-standing`]: `${scope} when { ${hours} && ${related} };`,
    [`${setId(rule)}-approved`]: `${scope} when { context.jit };`,
  };
}
