import type { RelationFact, RelationIndex } from "../catalogue/relations.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { FactNames } from "./name-table.ts";
import { createFactNames } from "./name-table.ts";
import { PackedRelations } from "./packed-relations.ts";
import { relationNumber } from "./relation-numbers.ts";

const NONE: readonly RelationFact[] = [];

/**
 * Indexes the relation facts of one person by patient and relation. The order of the facts is kept.
 * @param names shared by the indexes of all people, so that the patients have the same numbers in each and are named
 *   once; absent: this index has its own.
 */
export function buildRelationIndex(
  facts: Iterable<RelationFact>,
  names: FactNames = createFactNames(),
): RelationIndex {
  const known = [...facts];
  const numbered = known.every(({ relation }) => relationNumber(relation) !== -1);
  return numbered ? new PackedRelations(known, names) : byName(known);
}

/** For relations beyond those that have numbers. */
export function byName(facts: readonly RelationFact[]): RelationIndex {
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
