import { ACT_REASON } from "../../catalogue/fhir-r4/code-systems.ts";
import type { PurposeSource } from "../source/purpose.ts";

type Declared = Pick<PurposeSource, "id" | "code" | "parent" | "declarable" | "caseBound">;

/**
 * What may be declared — own ids, HL7 codes, codes qualified with their system — to the ids it stands for, sorted.
 * A purpose stands for itself and its descendants; those bound to a case or never declared are reached
 * by their own id, or by their code where no standing purpose bears it or lies below it.
 */
export function purposesByDeclaration(purposes: readonly Declared[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(purposes.map((purpose) => [purpose.id, purpose]));
  const standing = new Map<string, Set<string>>();
  const alone = new Map<string, Set<string>>();
  for (const purpose of purposes) {
    const isStanding = purpose.declarable && !purpose.caseBound;
    const lineage = isStanding ? [purpose, ...ancestors(purpose, byId)] : [purpose];
    for (const { id, code } of lineage) {
      for (const name of [id, ...spellings(code)]) add(isStanding ? standing : alone, name, purpose.id);
    }
  }
  // An own id is unique, so the purpose itself always stands behind it, whatever lies below.
  for (const { id } of purposes) add(standing, id, id);
  const names = new Set([...standing.keys(), ...alone.keys()]);
  return new Map([...names].toSorted().map((name) => [name, idsOf(standing.get(name) ?? alone.get(name))]));
}

function spellings(code: string | undefined): readonly string[] {
  return code === undefined ? [] : [code, `${ACT_REASON}|${code}`];
}

/** Parents up to the root; ends at an unknown parent, and at a purpose met before. */
export function ancestors<T extends Pick<Declared, "id" | "parent">>(
  purpose: T,
  byId: ReadonlyMap<string, T>,
): readonly T[] {
  const found = new Map<string, T>();
  let next = purpose.parent === undefined ? undefined : byId.get(purpose.parent);
  while (next !== undefined && !found.has(next.id)) {
    found.set(next.id, next);
    next = next.parent === undefined ? undefined : byId.get(next.parent);
  }
  return [...found.values()];
}

function add(names: Map<string, Set<string>>, name: string, id: string): void {
  names.set(name, (names.get(name) ?? new Set()).add(id));
}

function idsOf(ids: ReadonlySet<string> | undefined): readonly string[] {
  return [...(ids ?? [])].toSorted();
}
