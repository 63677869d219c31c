import type { RecordFacts } from "../../catalogue/types.ts";

/** A logical id of FHIR R4 (datatypes, id), but `.` and `..`: in a path they mean another place (RFC 3986 5.2.4). */
const ID = /^(?!\.{1,2}$)[A-Za-z0-9\-.]{1,64}$/;

/** What one upstream query was to return. */
export interface Expected {
  readonly type: string;
  /** For a read. */
  readonly id: string | null;
  /** Patients the query was limited to; null: it was not. */
  readonly patients: ReadonlySet<string> | null;
}

/** True for a logical id as FHIR R4 defines it that can stand in a path. */
export function isLogicalId(text: string): boolean {
  return ID.test(text);
}

/**
 * Re-checks that a resource is what was asked for; an upstream may be wrong, old or hostile.
 * What a resource says about itself is the only thing looked at: not `fullUrl`, not the request.
 */
export function isExpected(expected: Expected, facts: RecordFacts): boolean {
  const { type, id } = facts;
  if (type !== expected.type || !isLogicalId(id)) return false;
  if (expected.id !== null && expected.id !== id) return false;
  const { patients } = expected;
  return patients === null || facts.patients.some((patient) => patients.has(patient));
}
