import type { RelationFact, RelationIndex } from "../catalogue/relations.ts";
import { getOrAdd } from "./get-or-add.ts";

const NONE: readonly RelationFact[] = [];

/** Indexes the relation facts of one person by relation and patient. The order of the facts is kept. */
export function buildRelationIndex(facts: Iterable<RelationFact>): RelationIndex {
  const byRelation = new Map<string, Map<string, RelationFact[]>>();
  for (const fact of facts) {
    const byPatient = getOrAdd(byRelation, fact.relation, () => new Map<string, RelationFact[]>());
    getOrAdd(byPatient, fact.patientId, () => []).push(fact);
  }
  return {
    find: (relation, patientId) => byRelation.get(relation)?.get(patientId) ?? NONE,
    patients: (relation) => byRelation.get(relation)?.keys() ?? [],
  };
}
