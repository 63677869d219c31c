import { DROP, join, meet } from "../src/catalogue/transforms.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";

/** The same questions, answered the plain way: every grant and element looked at, an object for every cell. */
export interface NaiveCell {
  readonly key: string;
  readonly role: string;
  readonly purpose: string;
  readonly element: number;
  readonly code: number;
  readonly segments: string;
}

export function naiveCells(policy: CompiledPolicy): readonly NaiveCell[] {
  return [...policy.roles.values()].flatMap(({ grants }) =>
    grants.flatMap(({ role, purpose, relation, elements, segments }) => {
      const ceiling = policy.purposes.get(purpose)?.never;
      return policy.catalogue.elements.flatMap(({ id, index: element }) => {
        const code = meet(elements[element] ?? DROP, ceiling?.[element] ?? DROP);
        if (code === DROP) return [];
        const shown = policy.segments.filter(({ bit }) => (segments.get(bit)?.[element] ?? DROP) !== DROP);
        const key = [role, purpose, id, relation].join("\0");
        return [{ key, role, purpose, element, code, segments: shown.map((segment) => segment.id).join() }];
      });
    }),
  );
}

export function naiveWho(policy: CompiledPolicy, element: number): number {
  return naiveCells(policy).filter((cell) => cell.element === element).length;
}

/** Codes by role and purpose. */
export function naiveMatrix(policy: CompiledPolicy): ReadonlyMap<string, Uint8Array> {
  const rows = new Map<string, Uint8Array>();
  for (const { role, purpose, element, code } of naiveCells(policy)) {
    const key = `${role} ${purpose}`;
    const row = rows.get(key) ?? new Uint8Array(policy.catalogue.elements.length);
    row[element] = join(row[element] ?? DROP, code) ?? DROP;
    rows.set(key, row);
  }
  return rows;
}

export function naiveDiff(before: CompiledPolicy, after: CompiledPolicy): number {
  const form = ({ key, code, segments }: NaiveCell): string => `${key} ${code} ${segments}`;
  const [old, now] = [new Set(naiveCells(before).map(form)), new Set(naiveCells(after).map(form))];
  return [...old].filter((cell) => !now.has(cell)).length + [...now].filter((cell) => !old.has(cell)).length;
}
