import type { RecordFacts } from "../../catalogue/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { BY_RECORD, NO_ROW } from "../packed-relations.ts";
import type { FactRow, PackedRelations, RelationBits } from "../packed-relations.ts";
import type { RecordAsked, RelatedPredicate } from "../predicate.ts";
import { namesCase, reaches } from "../predicate.ts";
import { relationNumber } from "../relation-numbers.ts";
import type { RecordPredicate, Slice } from "../types.ts";

/** Which conditions hold of a record, a bit each: it is about nobody, it is the person's own, and each relation. */
export type ConditionBits = number;

const DIRECTORY: ConditionBits = 1;
const SELF: ConditionBits = 2;
const FIRST_RELATION = 2;
/** A bit set that stays a small integer. */
const MOST_BITS = 30;

/** A record about one patient, by the numbers that the names of the facts give. */
export interface AboutOne {
  readonly patient: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly record: RecordAsked;
}

/** The conditions of the slices of a decision, numbered, and what holds of them. */
export class Conditions implements RelationBits {
  private readonly bits: ReadonlyMap<string, ConditionBits>;
  /** By number of the relation: the bits of a fact about the whole patient, which serves any case. */
  readonly whole: Int32Array;
  /** The bits of a fact that names records. */
  readonly named: Int32Array;
  /** Those of them that hold where it names the case alone. */
  private readonly ofCase: Int32Array;
  /** How old such facts may be, milliseconds. */
  readonly staleAfterMs: Float64Array;
  private readonly caseId: string;

  private constructor(related: readonly RelatedPredicate[], policy: CompiledPolicy) {
    this.bits = new Map(related.map((predicate, at) => [keyOf(predicate), 1 << (FIRST_RELATION + at)]));
    this.caseId = related.find(({ caseId }) => caseId !== null)?.caseId ?? "";
    const numbers = related.map(({ relation }) => relationNumber(relation));
    const size = Math.max(-1, ...numbers) + 1;
    this.whole = new Int32Array(size);
    this.named = new Int32Array(size);
    this.ofCase = new Int32Array(size);
    this.staleAfterMs = new Float64Array(size).fill(-Infinity);
    for (const [at, predicate] of related.entries()) this.learn(numbers[at] ?? 0, predicate, policy);
  }

  private learn(number: number, predicate: RelatedPredicate, policy: CompiledPolicy): void {
    const definition = policy.relations.get(predicate.relation);
    if (definition === undefined || !definition.permits) return;
    const bit = this.bits.get(keyOf(predicate)) ?? 0;
    this.named[number] = (this.named[number] ?? 0) | bit;
    if (!definition.recordBound) this.whole[number] = (this.whole[number] ?? 0) | bit;
    if (predicate.caseId !== null) this.ofCase[number] = (this.ofCase[number] ?? 0) | bit;
    this.staleAfterMs[number] = definition.staleAfterMs;
  }

  /** Of every relation that may permit; null where there are more than there are bits. */
  static ofPolicy(policy: CompiledPolicy): Conditions | null {
    const relations = [...policy.relations.values()].filter(
      ({ kind, permits }) => kind === "fact" && permits,
    );
    return Conditions.number(
      relations.map(({ id }) => ({ kind: "related", relation: id, caseId: null })),
      policy,
    );
  }

  /**
   * Of these slices, those of the policy where they will do: what all share is at hand. Null where there are conditions
   * of another kind, of two cases, or more than there are bits.
   */
  static of(
    slices: readonly Slice[],
    policy: CompiledPolicy,
    ofPolicy: Conditions | null,
  ): Conditions | null {
    const predicates = slices.map(({ records }) => records);
    if (predicates.some(({ kind }) => kind !== "related" && kind !== "self" && kind !== "directory"))
      return null;
    const related = predicates.filter((one) => one.kind === "related");
    if (ofPolicy !== null && related.every((one) => ofPolicy.bitOf(one) !== 0)) return ofPolicy;
    return Conditions.number([...new Map(related.map((one) => [keyOf(one), one])).values()], policy);
  }

  private static number(related: readonly RelatedPredicate[], policy: CompiledPolicy): Conditions | null {
    const cases = new Set(related.map(({ caseId }) => caseId).filter((caseId) => caseId !== null));
    const numbered = related.every(({ relation }) => relationNumber(relation) !== -1);
    const fits = FIRST_RELATION + related.length <= MOST_BITS;
    return fits && numbered && cases.size < 2 ? new Conditions(related, policy) : null;
  }

  /** The bit of a slice's condition. */
  bitOf(records: RecordPredicate): ConditionBits {
    if (records.kind === "directory") return DIRECTORY;
    if (records.kind === "self") return SELF;
    return records.kind === "related" ? (this.bits.get(keyOf(records)) ?? 0) : 0;
  }

  /**
   * Which of the wanted conditions hold of the record now: a relation, and being the patient, for every patient of it.
   * @param own the patient that the person is; null: none.
   */
  heldBy(
    record: RecordFacts,
    relations: PackedRelations,
    own: string | null,
    now: number,
    wanted: ConditionBits,
  ): ConditionBits {
    const { patients } = record;
    if (patients.length === 0) return wanted & DIRECTORY;
    let held = wanted & ~DIRECTORY;
    for (let at = 0; at < patients.length && held !== 0; at++) {
      const patientId = patients[at] ?? "";
      const patient = relations.names.patients.find(patientId);
      const self = patientId === own ? SELF : 0;
      held &= self | this.related(relations, patient, now, held, record);
    }
    return held;
  }

  /** The same of a record about one patient, by numbers. */
  heldAbout(
    { patient, now, record }: AboutOne,
    { relations, own }: { readonly relations: PackedRelations; readonly own: number },
    wanted: ConditionBits,
  ): ConditionBits {
    const self = patient === own && own >= 0 ? SELF & wanted : 0;
    const held = relations.scan(patient, now, wanted, this) | self;
    return (held & BY_RECORD) === 0 ? held : this.withRecords(held, relations, patient, now, wanted, record);
  }

  /** Which of the wanted relations to one patient hold now for the record. */
  private related(
    relations: PackedRelations,
    patient: number,
    now: number,
    wanted: ConditionBits,
    record: RecordAsked,
  ): ConditionBits {
    const held = relations.scan(patient, now, wanted, this);
    return (held & BY_RECORD) === 0 ? held : this.withRecords(held, relations, patient, now, wanted, record);
  }

  /** With what the scan left to whoever knows the record. */
  private withRecords(
    scanned: ConditionBits,
    relations: PackedRelations,
    patient: number,
    now: number,
    wanted: ConditionBits,
    record: RecordAsked,
  ): ConditionBits {
    let held = 0;
    for (let row = relations.firstRow(patient); row !== NO_ROW; row = relations.nextRow(row)) {
      const relation = relations.relationAt(row);
      const stale = this.staleAfterMs[relation] ?? -Infinity;
      if (relations.namesRecords(row) && relations.isCurrent(row, now, stale))
        held |= this.byRefs(this.named[relation] ?? 0, relation, relations, row, record, patient);
    }
    return (scanned & ~BY_RECORD) | (held & wanted);
  }

  private byRefs(
    bits: ConditionBits,
    relation: number,
    relations: PackedRelations,
    row: FactRow,
    record: RecordAsked,
    patient: number,
  ): ConditionBits {
    const fact = { patientId: relations.names.patients.nameOf(patient), refs: relations.refsAt(row) };
    if (!reaches(fact, record)) return 0;
    const ofCase = this.ofCase[relation] ?? 0;
    return ofCase === 0 || namesCase(fact, this.caseId) ? bits : bits & ~ofCase;
  }
}

function keyOf({ relation, caseId }: Pick<RelatedPredicate, "relation" | "caseId">): string {
  return caseId === null ? relation : `${relation}\0${caseId}`;
}
