import { newJsonObject } from "../../kernel/json.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { CsvLayout } from "./csv-columns.ts";

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

/**
 * What a decision judges a row by: a Patient of the row's id, with every code that a cell may hold, in each system
 * it may be of, so that segments are found although a cell does not say its system. Too many are found rather than
 * too few: what looks like a code of a segment hides the row from who may not see the segment.
 */
export function recordOfRow(cells: readonly string[], layout: CsvLayout): JsonObject {
  const record = newJsonObject();
  record["resourceType"] = "Patient";
  const id = LOGICAL_ID.exec(cells[layout.patient?.position ?? -1]?.trim() ?? "")?.[1];
  if (id !== undefined) record["id"] = id;
  const codings = cells.flatMap((cell, position) =>
    position === layout.patient?.position ? [] : codingsIn(cell),
  );
  if (codings.length > 0) record["extension"] = [{ valueCodeableConcept: { coding: codings } }];
  return record;
}

function codingsIn(cell: string): JsonObject[] {
  if (!HAS_DIGIT.test(cell)) return [];
  return cell.split(CODE_SEPARATORS).flatMap((code) => {
    if (ICD_10.test(code)) return [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code: code.toUpperCase() }];
    if (LOINC.test(code)) return [{ system: "http://loinc.org", code }];
    return NUMBERED.test(code) ? NUMBERED_SYSTEMS.map((system) => ({ system, code })) : [];
  });
}
