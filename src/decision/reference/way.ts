import type { RecordFacts } from "../../catalogue/types.ts";
import type { Basis, ExemptionCode } from "../../catalogue/vocabulary.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose } from "../../policy/types.ts";
import type { AccessRequest, Facts } from "../types.ts";

/** What the reference decider is asked: one record, one element. */
export interface Question {
  readonly request: AccessRequest;
  readonly policy: CompiledPolicy;
  readonly facts: Facts;
  readonly record: RecordFacts;
  readonly element: number;
}

/** One way to show the element: its code on an unlabelled record, and under each segment (undefined: hidden). */
export interface Way {
  readonly purpose: CompiledPurpose;
  readonly basis: Basis;
  readonly exemption: ExemptionCode | null;
  /** By a temporary grant. */
  readonly lent: boolean;
  readonly glass: boolean;
  readonly originator: boolean;
  readonly code: number;
  readonly under: (bit: number) => number | undefined;
}

/** A condition on a record's patients holds for all of them, and for none there are. */
export const everyPatient = (record: RecordFacts, holds: (id: string) => boolean): boolean =>
  record.patients.length > 0 && record.patients.every(holds);

/** The grants of a role that are in force: standing ones, and dated exceptions within their period. */
export function grantsOf({ request, policy }: Question, role: string): readonly CompiledGrant[] {
  const dated = (policy.exceptions ?? []).filter(
    ({ period }) => period.from <= request.now && request.now < period.until,
  );
  const standing = policy.roles.get(role)?.grants ?? [];
  return policy.roles.has(role) ? [...standing, ...dated.filter((grant) => grant.role === role)] : [];
}
