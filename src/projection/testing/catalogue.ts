/** A small catalogue for tests: elements that share lists, overlap, lie below one another, and act on every datatype. */
import { buildCatalogue } from "../../catalogue/build.ts";
import type { Catalogue, DataElement } from "../../catalogue/types.ts";
import { codeOf } from "../../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../../catalogue/transforms.ts";
import type { ProjectionContext } from "../types.ts";

const SSN = "http://hl7.org/fhir/sid/us-ssn";

const ELEMENTS: Readonly<
  Record<string, { readonly fhir: readonly string[]; readonly csv?: readonly string[] }>
> = {
  "patient.name": { fhir: ["Patient.name"], csv: ["Name", "Patient Name"] },
  "patient.birth-date": { fhir: ["Patient.birthDate"], csv: ["DOB", "Birth Date"] },
  "patient.birth-time": {
    fhir: ["Patient.birthDate.extension[url=http://hl7.org/fhir/StructureDefinition/patient-birthTime]"],
  },
  "patient.mrn": { fhir: ["Patient.identifier[type.coding.code=MR]"], csv: ["MRN"] },
  "patient.ssn": { fhir: [`Patient.identifier[system=${SSN}]`], csv: ["SSN"] },
  "patient.other-ids": { fhir: ["Patient.identifier"] },
  "patient.address": { fhir: ["Patient.address"], csv: ["Address"] },
  "patient.zip": { fhir: ["Patient.address.postalCode"], csv: ["ZIP"] },
  "patient.telecom": { fhir: ["Patient.telecom"], csv: ["Phone"] },
  "patient.contacts": { fhir: ["Patient.contact"] },
  "patient.contact-gender": { fhir: ["Patient.contact.gender"] },
  "patient.sex": { fhir: ["Patient.gender"], csv: ["Sex"] },
  "patient.birth-place": {
    fhir: ["Patient.extension[url=http://hl7.org/fhir/StructureDefinition/patient-birthPlace]"],
  },
  "patient.provider": { fhir: ["Patient.generalPractitioner"] },
  "patient.narrative": { fhir: [] },
  "encounter.dates": { fhir: ["Encounter.period"], csv: ["Visit Date"] },
  "encounter.history": { fhir: ["Encounter.statusHistory"] },
  "encounter.reason-code": { fhir: ["Encounter.reasonCode"], csv: ["Reason"] },
  "encounter.participants": { fhir: ["Encounter.participant"] },
  "observation.laboratory": {
    fhir: [
      "Observation[category.coding.code=laboratory].(code|value[x]|issued|effective[x]|referenceRange|component)",
    ],
  },
  "observation.vital-signs": {
    fhir: ["Observation[category.coding.code=vital-signs].(code|value[x]|effective[x])"],
  },
  "observation.other": { fhir: ["Observation.(code|value[x])"] },
  "observation.category": { fhir: ["Observation[*].category"] },
  "observation.instantiates": { fhir: ["Questionnaire.derivedFrom"] },
  "claim.total": { fhir: ["Claim.total"], csv: ["Amount"] },
  "claim.lines": { fhir: ["Claim.item"] },
};

/** The elements above; none of the shipped content is needed. */
export function testCatalogue(): Catalogue {
  const elements = Object.entries(ELEMENTS).map(([id, { fhir, csv }], index) =>
    element(id, index, fhir, csv ?? []),
  );
  const built = buildCatalogue(elements);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value;
}

function element(id: string, index: number, fhir: readonly string[], csv: readonly string[]): DataElement {
  return {
    id,
    index,
    title: id,
    group: id.split(".")[0] ?? "",
    category: 1,
    sensitivity: "low",
    identifierClass: "none",
    fhir,
    sql: [],
    csv,
  };
}

/** A view that gives what is named, each with its transform, and nothing else. */
export function viewOf(catalogue: Catalogue, given: Readonly<Record<string, Transform>>): TransformVector {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const [id, transform] of Object.entries(given)) {
    const found = catalogue.byId(id);
    if (found === undefined) throw new Error(`no element \`${id}\``);
    vector[found.index] = codeOf(transform);
  }
  return vector;
}

/** A view that gives every element untransformed. */
export function wholeView(catalogue: Catalogue): TransformVector {
  return new Uint8Array(catalogue.elements.length).fill(codeOf("keep"));
}

export const testContext: ProjectionContext = {
  now: Date.parse("2026-05-04T15:00:00Z"),
  tokenize: (element, value) => `token-${element}-${value.length}`,
  zip3: new Set(["021", "902"]),
};
