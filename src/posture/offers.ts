import type { TransformVector } from "../catalogue/transforms.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Decision, RecordPredicate, Slice } from "../decision/types.ts";

/**
 * True when both decisions let the same be seen of every record: the same slices under the same ceilings, under
 * whatever rule names. Only an aid to speed; false wherever it is not plain.
 */
export function sameOffer(a: Decision, b: Decision): boolean {
  if (a.slices.length === 0 && b.slices.length === 0) return true;
  return (
    sameCatalogue(a, b) &&
    sameList(a.slices, b.slices, sameSlice) &&
    sameList(
      a.ceilings,
      b.ceilings,
      (one, other) =>
        one.rule === other.rule &&
        one.segments === other.segments &&
        one.records === null &&
        other.records === null &&
        one.types === null &&
        other.types === null &&
        sameVector(one.atMost, other.atMost),
    ) &&
    a.slices.every(({ records }) => sameRelations(records, a, b))
  );
}

function sameCatalogue({ policy: a }: Decision, { policy: b }: Decision): boolean {
  return a === b || namesIn(a) === namesIn(b);
}

const known = new WeakMap<CompiledPolicy, string>();

/** Elements with where they lie, and segments, each in its place: what the positions of vectors and masks mean. */
function namesIn(policy: CompiledPolicy): string {
  const found = known.get(policy);
  if (found !== undefined) return found;
  const elements = policy.catalogue.elements.map(({ id, fhir }) => [id, ...fhir].join(" "));
  const names = [...elements, "", ...policy.segments.map(({ id, bit }) => `${id} ${bit}`)].join("\n");
  known.set(policy, names);
  return names;
}

function sameSlice(a: Slice, b: Slice): boolean {
  return (
    a.purpose === b.purpose &&
    a.basis === b.basis &&
    samePredicate(a.records, b.records) &&
    sameVector(a.elements, b.elements) &&
    sameList(
      [...a.segments],
      [...b.segments],
      (one, other) => one[0] === other[0] && sameVector(one[1], other[1]),
    )
  );
}

function samePredicate(a: RecordPredicate, b: RecordPredicate): boolean {
  if (a.kind === "related" && b.kind === "related") return a.relation === b.relation && a.caseId === b.caseId;
  return (a.kind === "directory" || a.kind === "self") && a.kind === b.kind;
}

function sameRelations(records: RecordPredicate, { policy: a }: Decision, { policy: b }: Decision): boolean {
  if (records.kind !== "related") return true;
  const [one, other] = [a.relations.get(records.relation), b.relations.get(records.relation)];
  return (
    one?.permits === other?.permits &&
    one?.recordBound === other?.recordBound &&
    one?.staleAfterMs === other?.staleAfterMs
  );
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (one: T, other: T) => boolean): boolean {
  return a.length === b.length && a.every((one, i) => same(one, b[i] as T));
}

function sameVector(a: TransformVector, b: TransformVector): boolean {
  return a.length === b.length && a.every((code, i) => code === b[i]);
}
