import { newJsonObject } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { patientLinkOf } from "./patient-link.ts";
import type { CsvLayout } from "./csv-columns.ts";

/** Of a row that names no patient. No one is called so, so no fact is about it: it is there only where record scope is assumed. */
const NOBODY_KNOWN = "row.that.names.no.patient";
const LOGICAL_ID = /^(?:.*\/)?([A-Za-z0-9\-.]{1,64})$/;
/** Every code of these systems has one. */
const HAS_DIGIT = /\d/;
const ICD_10 = /^[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?$/i;
const LOINC = /^\d{1,5}-\d$/;
const NUMBERED = /^\d{3,18}$/;
const NUMBERED_SYSTEMS = [
  "http://snomed.info/sct",
  "http://www.nlm.nih.gov/research/umls/rxnorm",
  "http://www.ama-assn.org/go/cpt",
  "http://hl7.org/fhir/sid/icd-9-cm",
  "http://hl7.org/fhir/sid/ndc",
];
const CODE_SEPARATORS = /[\s,;|]+/;

/** A code that a cell may hold. */
export type CellCoding = { readonly system: string; readonly code: string };

/** What a row says about the record it stands for, beside the elements in its columns. */
export interface RowSubject {
  readonly patientId: string;
  /** Every code that a cell may hold, in each system it may be of. */
  readonly codings: readonly CellCoding[];
}

/**
 * Reads whom a row is about and which codes it may hold, so that segments are found although a cell does not say its
 * system. Too many are found rather than too few: what looks like a code of a segment hides the row from who may not
 * see the segment.
 */
export function subjectOfRow(cells: readonly string[], layout: CsvLayout): RowSubject {
  return {
    patientId: patientOf(cells[layout.patient?.position ?? -1] ?? ""),
    codings: cells.flatMap((cell, position) =>
      position === layout.patient?.position ? [] : codingsIn(cell),
    ),
  };
}

/** The logical id that a cell of the patient column names. */
export function patientOf(cell: string): string {
  return LOGICAL_ID.exec(cell.trim())?.[1] ?? NOBODY_KNOWN;
}

/** What a decision judges a row by: a record of the type, about the row's patient, with the row's codes. */
export function recordOfRow(
  type: string,
  { patientId, codings }: { readonly patientId: string; readonly codings: readonly JsonObject[] },
): JsonObject {
  const record = newJsonObject();
  record["resourceType"] = type;
  if (type === "Patient") record["id"] = patientId;
  else patientLinkOf(type)?.(record, patientId);
  if (codings.length > 0) record["extension"] = [{ valueCodeableConcept: { coding: codings } }];
  return record;
}

/** Every code that a cell may hold, in each system it may be of. */
export function codingsIn(cell: string): CellCoding[] {
  if (!HAS_DIGIT.test(cell)) return [];
  return cell.split(CODE_SEPARATORS).flatMap((code) => {
    if (ICD_10.test(code)) return [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: code.toUpperCase() }];
    if (LOINC.test(code)) return [{ system: "http://loinc.org", code }];
    return NUMBERED.test(code) ? NUMBERED_SYSTEMS.map((system) => ({ system, code })) : [];
  });
}
