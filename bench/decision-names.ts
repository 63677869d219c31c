import { KEEP } from "../src/catalogue/transforms.ts";
import type { RecordFacts } from "../src/catalogue/types.ts";
import { decide } from "../src/decision/decide.ts";
import { buildRelationIndex } from "../src/decision/relation-index.ts";
import type { AccessRequest, Facts } from "../src/decision/types.ts";
import { viewOf } from "../src/decision/view.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import { approvalOf, factsOf, patientOf } from "./decision-facts.ts";
import { DAY, MINUTE } from "./decision-policy.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { cellOf, FIELDS } from "./decision-rules.ts";

/** What the gateway calls: requests, facts and records by names, as `decide` and `viewOf` take them. */
export interface NamesInput {
  readonly type: number;
  readonly request: AccessRequest;
  readonly facts: Facts;
  readonly record: RecordFacts;
}

/** Decides, views one record, and returns the mask of its fields. Elements of a type lie side by side. */
export function namesDecider(policy: CompiledPolicy): (input: NamesInput) => number {
  return ({ request, facts, record, type }) => {
    const view = viewOf(decide(request, policy, facts), record, facts);
    if (view === null) return 0;
    let mask = 0;
    for (let field = 0; field < FIELDS; field++)
      if (view.elements[type * FIELDS + field] === KEEP) mask |= 1 << field;
    return mask;
  };
}

/** With look-up: the relation is found in an index of all the facts of the person. */
export function namesInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly NamesInput[] {
  const byCell = new Map(rules.map((rule) => [cellOf(rule), rule]));
  const byUser = new Map<number, Asked[]>();
  for (const asked of requests) byUser.set(asked.user, [...(byUser.get(asked.user) ?? []), asked]);
  const held = new Map(
    [...byUser].map(([user, all]) => {
      const relations = buildRelationIndex(all.flatMap((asked) => factsOf(asked.relation, patientOf(asked))));
      return [user, { relations, authorizations: [], consents: [], restrictions: [] }] as const;
    }),
  );
  return requests.map((asked) => {
    const facts = held.get(asked.user);
    if (facts === undefined) throw new Error("no such person");
    const approval = approvalOf(byCell.get(cellOf(asked)), asked, patientOf(asked), policy);
    const grants = approval === null ? [] : [approval];
    const { authorizations, consents, restrictions, relations } = facts;
    return {
      type: asked.type,
      request: requestOf(asked),
      facts: { relations, authorizations, consents, restrictions, grants },
      record: recordOf(asked),
    };
  });
}

function requestOf(asked: Asked): AccessRequest {
  return {
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
    now: DAY + asked.minute * MINUTE,
  };
}

function recordOf(asked: Asked): RecordFacts {
  const id = `r${asked.patient}`;
  return {
    type: `Type${asked.type}`,
    id,
    patients: [patientOf(asked)],
    attributed: true,
    segments: 0,
    refs: [`Type${asked.type}/${id}`],
  };
}
