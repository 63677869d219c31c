import { expect, it } from "vitest";
import type { RelationFact } from "../../catalogue/relations.ts";
import type { RecordFacts } from "../../catalogue/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { decide } from "../decide.ts";
import { evaluate } from "../evaluate.ts";
import { createFactNames } from "../name-table.ts";
import { buildRelationIndex } from "../relation-index.ts";
import { buildPolicy } from "../testing/policy-builder.ts";
import type { AccessRequest, Decision, Facts } from "../types.ts";
import { viewOf } from "../view.ts";

const NOW = 1_000_000;
const DECISIONS = 6_000;
const ELEMENTS = ["patient.name", "patient.phone", "patient.birth-date"] as const;

/** Policies that name the same roles, purposes and relations, and give something else by each. */
const POLICIES: readonly CompiledPolicy[] = ELEMENTS.map((element, n) =>
  buildPolicy({
    elements: Object.fromEntries(ELEMENTS.map((id) => [id, ["Patient"]])),
    relations: { clinic: {}, panel: {} },
    purposes: { care: { basis: "treatment" }, bill: { basis: "payment" } },
    roles: {
      nurse: { grants: [{ purpose: "care", on: n === 1 ? "panel" : "clinic", elements: [element] }] },
      biller: { grants: n === 2 ? [] : [{ purpose: "bill", on: "clinic", elements: [element] }] },
    },
    hash: String(n).repeat(64),
  }),
);

const RECORD: RecordFacts = {
  type: "Patient",
  id: "p1",
  patients: ["p1"],
  attributed: true,
  segments: 0,
  refs: ["Patient/p1"],
};

function factsOf(relation: string): Facts {
  const fact: RelationFact = {
    relation,
    patientId: "p1",
    from: 0,
    until: NOW + 1,
    syncedAt: NOW,
    refs: [],
    source: "test",
  };
  const none = { authorizations: [], consents: [], restrictions: [], grants: [] };
  return { relations: buildRelationIndex([fact], createFactNames()), ...none };
}

function requestOf(n: number): AccessRequest {
  const role = n % 2 === 0 ? "nurse" : "biller";
  return {
    act: "use",
    subject: {
      personId: `p-${n % 50}`,
      roles: [role],
      active: true,
      patientId: null,
      baa: null,
      scopes: null,
    },
    purpose: n % 3 === 0 ? "bill" : "care",
    caseId: null,
    capability: "read",
    recipient: null,
    exemption: null,
    system: "ehr",
    channel: "fhir",
    now: NOW,
  };
}

it("F007 DEC-TAB-2 decisions of one policy stay its own while others come into force between them", () => {
  const facts = ["clinic", "panel"].map(factsOf);
  let inForce = POLICIES[0] as CompiledPolicy;
  const wrong: Decision[] = [];
  const met = new Map<string, number>();
  for (let n = 0; n < DECISIONS; n++) {
    const known = facts[(n >> 1) % 2] as Facts;
    const decision = decide(requestOf(n), inForce, known);
    const taken = inForce;
    // Another policy comes into force between a decision and the look at its records.
    if (n % 5 === 0) inForce = POLICIES[(n / 5) % POLICIES.length] as CompiledPolicy;
    const anew = evaluate(requestOf(n), taken, known);
    const view = viewOf(decision, RECORD, known);
    const same = decision.policyHash === taken.hash && decision.outcome === anew.outcome;
    if (!same || view?.elements.join() !== viewOf(anew, RECORD, known)?.elements.join()) wrong.push(decision);
    if (view !== null) met.set(taken.hash, (met.get(taken.hash) ?? 0) + 1);
  }
  expect(wrong).toEqual([]);
  expect([...met.keys()].toSorted()).toEqual(POLICIES.map(({ hash }) => hash));
});
