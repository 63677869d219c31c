import type { RecordFacts } from "../../catalogue/types.ts";
import { getOrAdd } from "../get-or-add.ts";
import type { Scene } from "../predicate.ts";
import { holds } from "../predicate.ts";
import type { RecordPredicate, Slice } from "../types.ts";

const NONE: readonly Slice[] = [];

/** Slices of temporary grants, found by patient, so that a person may hold any number of them. */
export class LentSlices {
  private readonly slices: readonly Slice[];
  private byPatient: Map<string, Slice[]> | undefined;

  constructor(slices: readonly Slice[]) {
    this.slices = slices;
  }

  /** Those that reach the record, in decision order. */
  reaching(record: RecordFacts, scene: Scene): readonly Slice[] {
    const [patientId] = record.patients;
    // INVARIANT: a grant names patients, and reaches no record without one or about another (DEC-TMP-3, DEC-REL-1).
    if (patientId === undefined) return NONE;
    this.byPatient ??= this.index();
    const named = this.byPatient.get(patientId);
    return named === undefined ? NONE : named.filter(({ records }) => holds(records, record, scene));
  }

  private index(): Map<string, Slice[]> {
    const byPatient = new Map<string, Slice[]>();
    for (const slice of this.slices)
      for (const patientId of patientsOf(slice.records)) getOrAdd(byPatient, patientId, () => []).push(slice);
    return byPatient;
  }
}

function patientsOf(predicate: RecordPredicate): Iterable<string> {
  if (predicate.kind === "patients") return predicate.ids;
  return predicate.kind === "all" ? predicate.of.flatMap((part) => [...patientsOf(part)]) : [];
}
