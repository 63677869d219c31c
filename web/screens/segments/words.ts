import type { CodeList, Segment, Transform } from "./questions.ts";

/** What it takes besides a rule to see records of a segment, or to let them leave. */
export const GUARDS: Readonly<Record<Segment["guard"], string>> = {
  none: "nothing",
  authorization: "the patient’s authorization, save for the author’s own treatment",
  "part2-consent": "a Part 2 consent, to leave us",
};

/** Where the codes of a list are looked for. */
export const LISTS: Readonly<Record<CodeList["kind"], string>> = {
  security: "Security labels",
  codes: "Diagnoses, procedures and tests",
  medications: "Medications",
  locations: "Places",
  specialties: "Specialties",
};

/** The forms in which an element is shown. */
export const FORMS: Readonly<Record<Transform, string>> = {
  keep: "shown",
  "generalize:year": "year only",
  "generalize:zip3": "3-digit ZIP only",
  "generalize:age-band": "age band only",
  mask: "masked",
  count: "counted only",
  tokenize: "as a pseudonym",
  drop: "not shown",
};

const SYSTEMS: Readonly<Record<string, string>> = {
  "http://snomed.info/sct": "SNOMED CT",
  "http://loinc.org": "LOINC",
  "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
  "http://hl7.org/fhir/sid/ndc": "National Drug Code",
  "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
  "http://www.ama-assn.org/go/cpt": "CPT",
  "http://terminology.hl7.org/CodeSystem/v3-ActCode": "HL7 ActCode",
  "http://terminology.hl7.org/CodeSystem/v3-RoleCode": "HL7 RoleCode",
  "http://nucc.org/provider-taxonomy": "NUCC taxonomy",
  "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set":
    "CMS place of service",
};

/** A code system by the name people know it by; else its address. */
export function systemName(system: string): string {
  return SYSTEMS[system] ?? system;
}

/** `45 CFR 164.508(a)(2)`; a citation of another title names it itself. */
export function citation(cfr: string): string {
  return cfr.includes("CFR") ? cfr : `45 CFR ${cfr}`;
}
