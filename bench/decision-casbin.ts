import { type Enforcer, newEnforcer, newModelFromString } from "casbin";
import { getOrAdd } from "../src/decision/get-or-add.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { PURPOSES, RELATIONS } from "./decision-rules.ts";

/**
 * casbin with one enforcer for each role and purpose, so that it walks few policies; the conditions are in its matcher.
 * An answer names one policy, so what stands and what was approved are asked apart; the policy says which fields.
 */
const MODEL = `
[request_definition]
r = group, type, minute, relation
[policy_definition]
p = group, type, from, until, relations, fields
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.group == p.group && r.type == p.type && r.minute >= p.from && r.minute < p.until && among(r.relation, p.relations)
`;
const FIELDS_AT = 5;

export interface CasbinInput {
  readonly slice: number;
  readonly standing: readonly [group: string, type: string, minute: number, relation: string];
  readonly approved: readonly [group: string, type: string, minute: number, relation: string] | null;
}

export async function casbinDecider(rules: readonly Rule[]): Promise<(input: CasbinInput) => number> {
  const slices = new Map<number, Rule[]>();
  for (const rule of rules) getOrAdd(slices, sliceOf(rule), () => []).push(rule);
  const enforcers = new Map<number, Enforcer>();
  for (const [slice, of] of slices) enforcers.set(slice, await enforcerOf(of));
  return ({ slice, standing, approved }) => {
    const enforcer = enforcers.get(slice);
    if (enforcer === undefined) return 0;
    return fieldsOf(enforcer, standing) | (approved === null ? 0 : fieldsOf(enforcer, approved));
  };
}

export function casbinInputs(requests: readonly Asked[]): readonly CasbinInput[] {
  return requests.map((asked) => {
    const type = `Type${asked.type}`;
    return {
      slice: sliceOf(asked),
      standing: ["standing", type, asked.minute, RELATIONS[asked.relation] ?? ""],
      approved: asked.jit ? ["approved", type, 0, ""] : null,
    };
  });
}

const sliceOf = ({ role, purpose }: Pick<Rule, "role" | "purpose">): number => role * PURPOSES + purpose;

function fieldsOf(enforcer: Enforcer, asked: CasbinInput["standing"]): number {
  const [allowed, policy] = enforcer.enforceExSync(...asked);
  return allowed ? Number(policy[FIELDS_AT]) : 0;
}

async function enforcerOf(rules: readonly Rule[]): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addFunction(
    "among",
    (relation: string, relations: string) => relations === "any" || relations.split(" ").includes(relation),
  );
  await enforcer.addPolicies(rules.flatMap(policiesOf));
  return enforcer;
}

function policiesOf({ type, from, until, relations, fields, jitFields }: Rule): string[][] {
  const names = RELATIONS.filter((_, bit) => ((relations >> bit) & 1) === 1).join(" ");
  const standing = ["standing", `Type${type}`, String(from), String(until), names, String(fields)];
  if (jitFields === 0) return [standing];
  return [standing, ["approved", `Type${type}`, "0", "1440", "any", String(jitFields)]];
}
