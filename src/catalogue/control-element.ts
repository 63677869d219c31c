import type { DataElement } from "./types.ts";

/** True for what is in no record: the record of access, the roster, the policy. The control API alone gives it. */
export function isControl({ fhir, sql, csv }: DataElement): boolean {
  return fhir.length + sql.length + csv.length === 0;
}
