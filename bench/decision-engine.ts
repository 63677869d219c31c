import type { RelationFact, RelationIndex } from "../src/catalogue/relations.ts";
import { KEEP } from "../src/catalogue/transforms.ts";
import type { RecordFacts } from "../src/catalogue/types.ts";
import { decide } from "../src/decision/decide.ts";
import { buildRelationIndex } from "../src/decision/relation-index.ts";
import type { GrantSpec } from "../src/decision/testing/policy-builder.ts";
import { buildPolicy } from "../src/decision/testing/policy-builder.ts";
import type { AccessRequest, Facts } from "../src/decision/types.ts";
import { viewOf } from "../src/decision/view.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { cellOf, FIELDS, PURPOSES, RELATIONS, ROLES, TYPES } from "./decision-rules.ts";

/** The same rules as a compiled policy, and the same requests as the engine's own inputs. */
const DAY = Date.parse("2026-05-04T00:00:00Z");
const MINUTE = 60_000;

export interface EngineInput {
  readonly type: number;
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly record: RecordFacts;
}

/** Decides, views one record, and returns the mask of its fields. Elements of a type lie side by side. */
export function engineDecider(policy: CompiledPolicy): (input: EngineInput) => number {
  return ({ request, facts, record, type }) => {
    const view = viewOf(decide(request, policy, facts), record, facts);
    if (view === null) return 0;
    let mask = 0;
    for (let field = 0; field < FIELDS; field++)
      if (view.elements[type * FIELDS + field] === KEEP) mask |= 1 << field;
    return mask;
  };
}

const element = (type: number, field: number): string => `type${type}.f${field}`;

/** A rule's relations and hours, as one relation of the policy: any of these, at these hours. */
const relationIdOf = ({ relations, from }: Rule): string =>
  `any-of-${relations}${from === 0 ? "" : "-by-day"}`;

export function enginePolicy(rules: readonly Rule[]): CompiledPolicy {
  const elements = Array.from({ length: TYPES * FIELDS }, (_, i) => {
    const type = Math.trunc(i / FIELDS);
    return [element(type, i % FIELDS), [`Type${type}`]] as const;
  });
  const grantOf = (rule: Rule): GrantSpec => ({
    purpose: `purpose-${rule.purpose}`,
    on: relationIdOf(rule),
    elements: Array.from({ length: FIELDS }, (_, field) => field)
      .filter((field) => ((rule.fields >> field) & 1) === 1)
      .map((field) => element(rule.type, field)),
  });
  const roles = Array.from({ length: ROLES }, (_, role) => {
    return [`role-${role}`, { grants: rules.filter((rule) => rule.role === role).map(grantOf) }] as const;
  });
  const purposes = Array.from(
    { length: PURPOSES },
    (_, n) => [`purpose-${n}`, { basis: "operations" } as const] as const,
  );
  return buildPolicy({
    elements: Object.fromEntries(elements),
    relations: Object.fromEntries(rules.map((rule) => [relationIdOf(rule), {}])),
    purposes: Object.fromEntries(purposes),
    roles: Object.fromEntries(roles),
  });
}

/** Attributes given: the relation and the approval come with the request, as CASL gets them. */
export function givenInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly EngineInput[] {
  const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
  const given = RELATIONS.map((_, bit) => givenRelation(rules, bit));
  return requests.map((asked) => {
    const relations = given[asked.relation];
    if (relations === undefined) throw new Error("no such relation");
    return inputOf(asked, byCell.get(cellOf(asked)), relations, policy);
  });
}

/** With look-up: the relation is found in an index of all the facts of the person. */
export function lookedUpInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly EngineInput[] {
  const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
  const facts = new Map<number, RelationFact[]>();
  for (const asked of requests) {
    const rule = byCell.get(cellOf(asked));
    if (rule === undefined || ((rule.relations >> asked.relation) & 1) === 0) continue;
    const known = facts.get(asked.user) ?? [];
    known.push(factOf(relationIdOf(rule), rule, `patient-${asked.patient}`));
    facts.set(asked.user, known);
  }
  const indexes = new Map([...facts].map(([user, known]) => [user, buildRelationIndex(known)]));
  const none = buildRelationIndex([]);
  return requests.map((asked) =>
    inputOf(asked, byCell.get(cellOf(asked)), indexes.get(asked.user) ?? none, policy),
  );
}

function givenRelation(rules: readonly Rule[], bit: number): RelationIndex {
  const holding = rules.filter((rule) => ((rule.relations >> bit) & 1) === 1);
  const facts = new Map(
    holding.map((rule) => [relationIdOf(rule), [factOf(relationIdOf(rule), rule, "given")]]),
  );
  return { find: (relation) => facts.get(relation) ?? [], patients: () => [] };
}

function factOf(relation: string, rule: Rule, patientId: string): RelationFact {
  const hours = { from: DAY + rule.from * MINUTE, until: DAY + rule.until * MINUTE };
  return { relation, patientId, ...hours, syncedAt: DAY + 1440 * MINUTE, refs: [], source: "bench" };
}

function inputOf(
  asked: Asked,
  rule: Rule | undefined,
  relations: RelationIndex,
  policy: CompiledPolicy,
): EngineInput {
  const patientId = `patient-${asked.patient}`;
  const now = DAY + asked.minute * MINUTE;
  const id = `r${asked.patient}`;
  return {
    type: asked.type,
    request: {
      act: "use",
      subject: {
        personId: `user-${asked.user}`,
        roles: [`role-${asked.role}`],
        active: true,
        patientId: null,
        baa: null,
        scopes: null,
      },
      purpose: `purpose-${asked.purpose}`,
      caseId: null,
      capability: "read",
      recipient: null,
      exemption: null,
      system: "ehr",
      channel: "fhir",
      now,
    },
    facts: {
      relations,
      authorizations: [],
      consents: [],
      restrictions: [],
      grants: asked.jit && rule !== undefined ? [approvalOf(rule, patientId, now, policy)] : [],
    },
    record: {
      type: `Type${asked.type}`,
      id,
      patients: [patientId],
      attributed: true,
      segments: 0,
      refs: [`Type${asked.type}/${id}`],
    },
  };
}

function approvalOf(
  rule: Rule,
  patientId: string,
  now: number,
  policy: CompiledPolicy,
): Facts["grants"][number] {
  const elements = new Uint8Array(policy.catalogue.elements.length);
  for (let field = 0; field < FIELDS; field++)
    if (((rule.jitFields >> field) & 1) === 1) elements[rule.type * FIELDS + field] = KEEP;
  const reach = {
    purpose: `purpose-${rule.purpose}`,
    act: "use",
    patients: [patientId],
    refs: [],
    segments: 0,
    systems: [],
  } as const;
  return { id: `g-${patientId}`, kind: "jit", ...reach, elements, from: now - 1, until: now + MINUTE };
}
