import type { RelationFact } from "../../catalogue/relations.ts";
import type { ElementId, RecordFacts } from "../../catalogue/types.ts";
import { relatedIn } from "../../decision/predicate.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import type { Inputs } from "../../decision/replay.ts";
import type { Decision, Facts, Restriction, TemporaryGrant } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";

/**
 * What a record is explained from, for the person who sees it, and replayed from by `modicum explain --replay`. Of
 * facts, those that the view of this record rests on, and of the record's references those that a fact or grant of
 * theirs names: the rest would tell what the answer withholds, and changes nothing of what is shown.
 */
export function inputsOf(
  { decision, facts }: Pick<Permitted, "decision" | "facts">,
  record: RecordFacts,
  elements: readonly ElementId[],
): Inputs {
  const relations = relationsOn(decision, facts, record);
  const grants = facts.grants.map((grant) => grantOn(grant, record));
  const own = selfRef(record);
  const named = new Set([own, ...[...relations, ...grants].flatMap(({ refs }) => refs)]);
  const about = ({ patientId }: { readonly patientId: string }): boolean =>
    record.patients.includes(patientId);
  // Every kind of fact, or it does not compile: one that is left out has the replay say something else.
  const factsOn = {
    relations: buildRelationIndex(relations),
    authorizations: facts.authorizations.filter(about),
    consents: facts.consents.filter(about),
    restrictions: facts.restrictions.filter(about).flatMap((one) => restrictionOn(one, record)),
    grants,
    device: facts.device,
  } satisfies Facts & Record<keyof Facts, unknown>;
  const known = { ...record, refs: [own, ...record.refs.filter((ref) => ref !== own && named.has(ref))] };
  return { request: decision.request, facts: factsOn, record: known, elements };
}

function selfRef({ type, id }: RecordFacts): string {
  return `${type}/${id}`;
}

/** Facts about the record's patients, of the relations that the slices name. */
function relationsOn(
  { slices }: Decision,
  { relations }: Facts,
  { patients }: RecordFacts,
): readonly RelationFact[] {
  const named = new Set(slices.flatMap(({ records }) => relatedIn(records)).map(({ relation }) => relation));
  return [...named].flatMap((relation) =>
    patients.flatMap((patientId) => relations.find(relation, patientId)),
  );
}

/** One for other patients alone names nobody here, but the purpose that it was approved for stays the caller's. */
function grantOn(grant: TemporaryGrant, { patients }: RecordFacts): TemporaryGrant {
  const here = grant.patients.filter((id) => patients.includes(id));
  return { ...grant, patients: here, refs: here.length === 0 ? [] : grant.refs };
}

/** One that names the record, or what it refers to, binds the record; which reference that was, does not leave. */
function restrictionOn(restriction: Restriction, record: RecordFacts): readonly Restriction[] {
  if (restriction.refs.length === 0) return [restriction];
  const bound = restriction.refs.some((ref) => record.refs.includes(ref));
  return bound ? [{ ...restriction, refs: [selfRef(record)] }] : [];
}
