import type { CompiledPolicy, RuleId } from "../types.ts";
import { addCommon, type ElementSet, emptySet, meets } from "./element-set.ts";
import { perPolicy } from "./per-policy.ts";
import { holdsType, type RecordScope, scopeOf } from "./record-scope.ts";
import { type UseGrant, type UseRow, useIndexOf } from "./use-index.ts";

/** What one role sees for one purpose of the records of some scopes, by standing grants; at least one element. */
export interface StandingRow extends GrantNames {
  readonly role: string;
  readonly purpose: string;
  /** All that any of the grants shows, of every type. */
  readonly elements: ElementSet;
}

/** Of the grants that show any of it. */
interface GrantNames {
  /** Sorted. */
  readonly relations: readonly string[];
  readonly rules: readonly RuleId[];
}

interface ScopedRow extends StandingRow {
  readonly grants: readonly UseGrant[];
}

/** The rows that show some of these elements on a record of the type; sorted by role, then purpose. */
export function standingRows(
  policy: CompiledPolicy,
  type: string,
  ofType: ElementSet,
): readonly StandingRow[] {
  const shows = ({ elements }: { readonly elements: ElementSet }): boolean => meets(elements, ofType);
  return rowsHoldingOf(policy, type)
    .filter(shows)
    .map((row) => (row.grants.every(shows) ? row : { ...row, ...namesOf(row.grants.filter(shows)) }));
}

/** A grant shows only records that its relation can hold of. */
function rowsHoldingOf(policy: CompiledPolicy, type: string): readonly ScopedRow[] {
  const { patients, directory, either } = scopedRowsOf(policy);
  const ofDirectory = holdsType("directory", type);
  if (!holdsType("patients", type)) return ofDirectory ? directory : [];
  return ofDirectory ? either : patients;
}

/** Types differ in what their records are about and in nothing else that a grant looks at, so they share these. */
const scopedRowsOf = perPolicy((policy) => {
  const rowsIn = (...scopes: readonly (RecordScope | null)[]): readonly ScopedRow[] => {
    const isIn = ({ grant }: UseGrant): boolean => scopes.includes(scopeOf(policy, grant.relation));
    return useIndexOf(policy).rows.flatMap((row) => scopedRow(policy, row, row.grants.filter(isIn)));
  };
  return {
    patients: rowsIn("patients"),
    directory: rowsIn("directory"),
    either: rowsIn("patients", "directory"),
  };
});

function scopedRow(
  { catalogue }: CompiledPolicy,
  { role, purpose }: UseRow,
  grants: readonly UseGrant[],
): readonly ScopedRow[] {
  if (grants.length === 0) return [];
  const elements = emptySet(catalogue.elements.length);
  for (const use of grants) addCommon(elements, use.elements, use.elements);
  return [{ role, purpose, grants, elements, ...namesOf(grants) }];
}

function namesOf(grants: readonly UseGrant[]): GrantNames {
  return {
    relations: [...new Set(grants.map(({ grant }) => grant.relation))],
    rules: grants.map(({ grant }) => grant.rule),
  };
}
