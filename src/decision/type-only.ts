import type { Ceiling, RecordPredicate } from "./types.ts";

/** Whether the ceiling is for records of this type: of all of them, of none, or null: that depends on the record. */
export function concernsType(ceiling: Ceiling, type: string): boolean | null {
  if (ceiling.types !== null && !ceiling.types.has(type)) return false;
  return ceiling.records === null ? true : holdsForType(ceiling.records, type);
}

function holdsForType(predicate: RecordPredicate, type: string): boolean | null {
  if (predicate.kind === "type") return predicate.types.has(type);
  if (predicate.kind !== "not") return null;
  const inner = holdsForType(predicate.of, type);
  return inner === null ? null : !inner;
}

/** True where no ceiling asks more of a record than its type and segments. */
export function areTypeOnly(ceilings: readonly Ceiling[]): boolean {
  // Whether it depends on the record follows from the shape of the predicate, not from the type.
  return ceilings.every(({ records }) => records === null || holdsForType(records, "") !== null);
}
