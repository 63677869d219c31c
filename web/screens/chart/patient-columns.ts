import type { FhirResource } from "../../api/fhir.ts";
import type { Column } from "../../ui/table/columns.ts";
import type { Scope } from "./scope.ts";
import { isObject, wordsOf } from "./words.ts";

const COLUMNS: readonly (Column<FhirResource> & { readonly element: string })[] = [
  { id: "name", element: "patient.name", title: "Name", cell: nameOf },
  {
    id: "birth-date",
    element: "patient.birth-date",
    title: "Born",
    cell: (patient) => shown(patient, "birthDate"),
  },
  { id: "sex", element: "patient.sex", title: "Sex", cell: (patient) => wordsOf(patient["gender"]) },
  {
    id: "mrn",
    element: "patient.mrn",
    title: "Record number",
    cell: (patient) => wordsOf(patient["identifier"]),
  },
];

/** Of a patient, what the purpose shows; the name, or what stands for it, opens the chart. */
export function columnsFor({ types }: Scope): readonly Column<FhirResource>[] {
  const elements = new Set(types.find(({ type }) => type === "Patient")?.elements ?? []);
  return COLUMNS.filter(({ id, element }) => id === "name" || elements.has(element));
}

/** The patient's name, or what stands in its place. */
export function nameOf(patient: FhirResource): string {
  const [first] = Array.isArray(patient["name"]) ? patient["name"] : [];
  return wordsOf(first) || "Name not shown";
}

/** A primitive, or what stands beside it where it is masked. */
function shown(patient: FhirResource, member: string): string {
  const beside = patient[`_${member}`];
  return wordsOf(patient[member]) || (isObject(beside) ? wordsOf(beside) : "");
}
