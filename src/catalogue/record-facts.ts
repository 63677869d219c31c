/** What a decision needs to know about one record; rules R1–R11 in SPEC.md. */
import type { JsonObject } from "../kernel/json.ts";
import { labelsFrom } from "./lent-labels.ts";
import { isDirectoryType } from "./patient-link.ts";
import { surveyOf } from "./survey.ts";
import type { Survey } from "./survey.ts";
import type { RecordFacts, SegmentDefinition, SegmentMask } from "./types.ts";

/**
 * Facts of one resource as the upstream sent it (before projection). `lent` are the segments that it comes by through
 * what it refers to (lent-labels.ts); who leaves them out sees the record by itself.
 * Never throws: what cannot be read leaves the record unattributed, which is denied.
 */
export function recordFactsOf(
  resource: JsonObject,
  segments: readonly SegmentDefinition[],
  lent: SegmentMask = 0,
): RecordFacts {
  return recordFactsFrom(surveyOf(resource), segments, lent);
}

/** The same from a survey, whatever that was made from. */
export function recordFactsFrom(
  survey: Survey,
  segments: readonly SegmentDefinition[],
  lent: SegmentMask = 0,
): RecordFacts {
  const { type, id, refs } = survey;
  const { patients, doubtful } = patientsIn(survey);
  return {
    type,
    id,
    patients,
    attributed: !doubtful && (patients.length > 0 || isDirectoryType(type)),
    segments: labelsFrom(survey, segments) | lent,
    refs: id === "" ? refs : withItself(`${type}/${id}`, refs),
  };
}

interface Patients {
  readonly patients: readonly string[];
  /** A link that may be to a patient and cannot be followed. */
  readonly doubtful: boolean;
}

function patientsIn({ type, id, subjects }: Survey): Patients {
  if (type === "Patient") return { patients: id === "" ? [] : [id], doubtful: id === "" };
  const patients: string[] = [];
  let doubtful = false;
  for (const link of subjects) {
    // It is known to be to something that is not a patient.
    if (link.type !== undefined && link.type !== "Patient") continue;
    if (link.id === undefined) doubtful ||= link.names || isDirectoryType(type);
    else if (!patients.includes(link.id)) patients.push(link.id);
  }
  return { patients, doubtful };
}

function withItself(ref: string, refs: readonly string[]): readonly string[] {
  const all = [ref];
  for (const other of refs) if (other !== ref) all.push(other);
  return all;
}
