import { patientTypes } from "../catalogue/patient-link.ts";
import type { RecordFacts, SegmentMask } from "../catalogue/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";

/**
 * Records as they could be: what a decision can tell apart about a record of one patient alone. Posture is a statement
 * about what may be seen, whatever the charts hold, so it is counted over these and never over the charts.
 */
export function recordShape(
  type: string,
  patientId: string,
  refs: Iterable<string>,
  segments: SegmentMask = 0,
): RecordFacts {
  const id = type === "Patient" ? patientId : SOME_RECORD;
  return {
    type,
    id,
    patients: [patientId],
    attributed: true,
    segments,
    refs: [`${type}/${id}`, ...refs],
  };
}

/** No reference of an upstream is like it: it is no logical id. */
const SOME_RECORD = "*";

const known = new WeakMap<CompiledPolicy, readonly string[]>();

/** The resource types that can be about a patient and hold an element of this policy, Patient first. */
export function chartTypes(policy: CompiledPolicy): readonly string[] {
  const found = known.get(policy);
  if (found !== undefined) return found;
  const types = patientTypes().filter((type) => policy.catalogue.elementsOfType(type).length > 0);
  known.set(policy, types);
  return types;
}
