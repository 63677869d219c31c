import { useState } from "react";
import { type FhirBundle, nextPage, searchFhir, type SearchParameters } from "../../api/fhir.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { recordKind } from "../../api/record-kinds.ts";
import type { TypeScope } from "./scope.ts";
import { useKeep } from "./written.tsx";

/** Records of one kind on a page of the chart. */
export const CHART_PAGE = 10;

/** By what the newest of a kind stands first: the search parameter, and the member it reads. */
const NEWEST_FIRST: Readonly<Record<string, readonly [parameter: string, member: string]>> = {
  AllergyIntolerance: ["date", "recordedDate"],
  Appointment: ["date", "start"],
  Claim: ["created", "created"],
  Condition: ["onset-date", "onsetDateTime"],
  DiagnosticReport: ["date", "effectiveDateTime"],
  DocumentReference: ["date", "date"],
  Encounter: ["date", "period"],
  ExplanationOfBenefit: ["created", "created"],
  Immunization: ["date", "occurrenceDateTime"],
  // A kind that is one element as a whole, its date included.
  Observation: ["date", ""],
  MedicationRequest: ["authoredon", "authoredOn"],
  Procedure: ["date", "performedDateTime"],
  ServiceRequest: ["authored", "authoredOn"],
};

/** The records of one kind of a patient's chart, newest first where their date is shown; `patient` is an id. */
export function chartSearch(
  { type, members }: Pick<TypeScope, "type" | "members">,
  patient: string,
): PagesAsked {
  const link: SearchParameters = type === "Patient" ? { _id: patient } : { patient };
  const [parameter, member] = NEWEST_FIRST[type] ?? [];
  // Ordering by what is withheld would tell it, and is denied.
  const shown = members.some(({ path }) => path === member);
  const order: SearchParameters = shown ? { _sort: `-${parameter}` } : {};
  return { type, parameters: { _count: CHART_PAGE, ...link, ...order }, what: recordKind(type) };
}

interface PagesAsked {
  /** FHIR resource type. */
  readonly type: string;
  readonly parameters: SearchParameters;
  /** What is asked for, in the list of entries. No PHI. */
  readonly what: string;
  readonly enabled?: boolean;
}

/** A search page by page: forward by the sealed link of the page before, back by what was already answered. */
export function usePages({ type, parameters, what, enabled = true }: PagesAsked) {
  const keep = useKeep();
  const asked = JSON.stringify([type, parameters]);
  const [trail, setTrail] = useState<{ readonly of: string; readonly pages: readonly FhirBundle[] }>({
    of: asked,
    pages: [],
  });
  // Another search begins at its first page.
  const pages = trail.of === asked ? trail.pages : [];
  const last = pages.at(-1);
  const query = useAnswer(
    ["search", asked, pages.length],
    (signal) =>
      keep(what, last === undefined ? searchFhir(type, parameters, signal) : following(last, signal)),
    { enabled, keepPrevious: true },
  );
  const shown = query.data;
  const hasNext = shown?.link?.some(({ relation }) => relation === "next") ?? false;
  return {
    query,
    page: pages.length,
    onNext:
      hasNext && shown !== undefined && !query.isPlaceholderData
        ? () => setTrail({ of: asked, pages: [...pages, shown] })
        : undefined,
    onPrevious: pages.length > 0 ? () => setTrail({ of: asked, pages: pages.slice(0, -1) }) : undefined,
  };
}

async function following(last: FhirBundle, signal: AbortSignal) {
  const next = await nextPage(last, signal);
  if (next === null) throw new Error("a page was asked for after the last");
  return next;
}
