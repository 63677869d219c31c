import { NameTable } from "./name-table.ts";

/** Numbers of relations fit into 15 bits; the 16th of a packed fact says that more facts of the patient follow. */
const LIMIT = 1 << 15;
const numbers = new NameTable();

/**
 * The number of a relation in this process, the same for facts and for policies. -1 beyond the limit: such a relation
 * is looked up by its name.
 */
export function relationNumber(relation: string): number {
  const known = numbers.find(relation);
  if (known !== -1) return known;
  return numbers.size < LIMIT ? numbers.numberOf(relation) : -1;
}

/** The number of a relation that has one, else -1. */
export function knownRelation(relation: string): number {
  return numbers.find(relation);
}

/** The relation with this number. */
export function relationName(number: number): string {
  return numbers.nameOf(number);
}
