import type { SearchParameters } from "../../api/fhir.ts";
import { type Scope, showsWhole } from "./scope.ts";

export interface Terms {
  readonly name: string;
  readonly birthdate: string;
  readonly identifier: string;
}

export const NO_TERMS: Terms = { name: "", birthdate: "", identifier: "" };

interface Term {
  /** Search parameter of FHIR R4 Patient. */
  readonly id: keyof Terms;
  readonly element: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly type?: "date";
}

const TERMS: readonly Term[] = [
  { id: "name", element: "patient.name", label: "Name", placeholder: "begins with" },
  { id: "birthdate", element: "patient.birth-date", label: "Born", type: "date" },
  { id: "identifier", element: "patient.mrn", label: "Record number", placeholder: "MRN" },
];

/** What the purpose shows of a patient may be searched by; searching by more would tell what is withheld. */
export function termsFor(scope: Scope): readonly Term[] {
  return TERMS.filter(({ element }) => showsWhole(scope, element));
}

/** The terms that are filled in, as parameters of a search. */
export function parametersOf(terms: Terms): SearchParameters {
  const filled = Object.entries(terms).flatMap(([id, text]: [string, string]) =>
    text.trim() === "" ? [] : [[id, text.trim()] as const],
  );
  return Object.fromEntries(filled);
}
