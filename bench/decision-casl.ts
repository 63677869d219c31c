import { createMongoAbility, subject } from "@casl/ability";
import type { MongoAbility, RawRuleOf } from "@casl/ability";
import { permittedFieldsOf } from "@casl/ability/extra";
import type { PermittedFieldsOptions } from "@casl/ability/extra";
import type { Asked, Rule } from "./decision-rules.ts";
import { FIELDS, RELATIONS, ROLES } from "./decision-rules.ts";

/** CASL as its documentation would have it fast: one ability a role, built once, conditions in its own language. */
const NAMES = Array.from({ length: FIELDS }, (_, field) => `f${field}`);
const OPTIONS: PermittedFieldsOptions<MongoAbility> = { fieldsFrom: (rule) => rule.fields ?? NAMES };

/** What CASL is asked: its own subject, tagged beforehand, with the attributes its conditions read. */
export interface CaslInput {
  readonly role: number;
  readonly action: string;
  readonly resource: ReturnType<typeof subject>;
}

export function caslInputs(requests: readonly Asked[]): readonly CaslInput[] {
  return requests.map((asked) => {
    const { minute, jit } = asked;
    const attributes = {
      minute,
      jit,
      relation: RELATIONS[asked.relation],
      patient: `patient-${asked.patient}`,
    };
    return {
      role: asked.role,
      action: `purpose-${asked.purpose}`,
      resource: subject(`Type${asked.type}`, attributes),
    };
  });
}

/** Returns the mask of the permitted fields. */
export function caslDecider(rules: readonly Rule[]): (input: CaslInput) => number {
  const abilities = Array.from({ length: ROLES }, (_, role) =>
    abilityOf(rules.filter((rule) => rule.role === role)),
  );
  return ({ role, action, resource }) => {
    const ability = abilities[role];
    if (ability === undefined) return 0;
    let mask = 0;
    for (const field of permittedFieldsOf(ability, action, resource, OPTIONS))
      mask |= 1 << Number(field.slice(1));
    return mask;
  };
}

function abilityOf(rules: readonly Rule[]): MongoAbility {
  return createMongoAbility(rules.flatMap(rawRules));
}

function rawRules(rule: Rule): RawRuleOf<MongoAbility>[] {
  const common = { action: `purpose-${rule.purpose}`, subject: `Type${rule.type}` };
  const relations = RELATIONS.filter((_, bit) => ((rule.relations >> bit) & 1) === 1);
  const conditions = { minute: { $gte: rule.from, $lt: rule.until }, relation: { $in: relations } };
  const standing = { ...common, fields: namesIn(rule.fields), conditions };
  if (rule.jitFields === 0) return [standing];
  return [standing, { ...common, fields: namesIn(rule.jitFields), conditions: { jit: true } }];
}

function namesIn(mask: number): string[] {
  return NAMES.filter((_, field) => ((mask >> field) & 1) === 1);
}
