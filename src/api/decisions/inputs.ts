import type { RelationFact } from "../../catalogue/relations.ts";
import type { ElementId, RecordFacts } from "../../catalogue/types.ts";
import { relatedIn } from "../../decision/predicate.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import { serializeInputs } from "../../decision/replay.ts";
import type { Decision, Facts } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";

/**
 * What an explanation followed from, as `modicum explain --replay` reads it, for the person it was given to. Of facts,
 * those that the decision rests on, and of the record's references those that a fact or grant of theirs names: the rest
 * would tell what the answer withholds, and changes nothing.
 */
export function inputsOf(
  { policy, decision, facts }: Permitted,
  record: RecordFacts,
  elements: readonly ElementId[],
): string {
  const own = factsOn(decision, facts, record);
  const named = new Set([
    `${record.type}/${record.id}`,
    ...own.flatMap(({ refs }) => refs),
    ...facts.grants.flatMap(({ refs }) => refs),
  ]);
  const about = ({ patientId }: { readonly patientId: string }): boolean =>
    record.patients.includes(patientId);
  return serializeInputs(
    {
      request: decision.request,
      facts: {
        relations: buildRelationIndex(own),
        authorizations: facts.authorizations.filter(about),
        consents: facts.consents.filter(about),
        restrictions: facts.restrictions.filter(about),
        grants: facts.grants.filter(({ patients }) => patients.some((id) => record.patients.includes(id))),
      },
      record: { ...record, refs: record.refs.filter((ref) => named.has(ref)) },
      elements,
    },
    policy,
  );
}

/** Facts about the record's patients, of the relations that the slices name. */
function factsOn(
  { slices }: Decision,
  { relations }: Facts,
  { patients }: RecordFacts,
): readonly RelationFact[] {
  const named = new Set(slices.flatMap(({ records }) => relatedIn(records)).map(({ relation }) => relation));
  return [...named].flatMap((relation) =>
    patients.flatMap((patientId) => relations.find(relation, patientId)),
  );
}
