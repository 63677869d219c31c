/** Which references say whom a record is about. */
import { definitionData, membersOf, searchParameterData } from "./fhir-r4/definitions.ts";
import { footprintOf } from "./fhir-path/footprint.ts";
import { parseFhirPath } from "./fhir-path/parse.ts";
import type { Expression } from "./fhir-path/syntax.ts";

/**
 * Parameters that name the person a record is about. The others of the Patient compartment
 * (`performer`, `author`, `asserter`, `recipient`, `payee`…) name someone who took part.
 */
const SUBJECT_PARAMETERS: ReadonlySet<string> = new Set([
  "patient",
  "subject",
  "beneficiary",
  "individual",
  "member",
]);

/** A schedule's actor is its owner, a participant of a consent's provision is not. */
const isSubjectParameter = (code: string, base: string): boolean =>
  SUBJECT_PARAMETERS.has(code) || (code === "actor" && base === "Schedule");

/** Outside the compartment as R4 has it, yet about a patient when the reference is there. */
const ALSO_LINKED: ReadonlySet<string> = new Set(["Contract", "Device", "GuidanceResponse"]);

/**
 * Types whose records may stand without a patient and are then directory records.
 * Everything else without a patient is unattributed: Binary, Bundle, Parameters, PaymentNotice… can hold
 * a patient's data without a link that says whose.
 */
const DIRECTORY_TYPES: ReadonlySet<string> = new Set([
  "ActivityDefinition",
  "CapabilityStatement",
  "CatalogEntry",
  "ChargeItemDefinition",
  "CodeSystem",
  "CompartmentDefinition",
  "ConceptMap",
  "Device",
  "DeviceDefinition",
  "DeviceMetric",
  "Endpoint",
  "EventDefinition",
  "GraphDefinition",
  "HealthcareService",
  "ImplementationGuide",
  "InsurancePlan",
  "Library",
  "Location",
  "Measure",
  "Medication",
  "MedicationKnowledge",
  "MessageDefinition",
  "NamingSystem",
  "ObservationDefinition",
  "OperationDefinition",
  "Organization",
  "OrganizationAffiliation",
  "PlanDefinition",
  "Practitioner",
  "PractitionerRole",
  "Questionnaire",
  "ResearchStudy",
  "Schedule",
  "SearchParameter",
  "Slot",
  "SpecimenDefinition",
  "StructureDefinition",
  "StructureMap",
  "Substance",
  "SubstanceSpecification",
  "TerminologyCapabilities",
  "ValueSet",
]);

/** True for a type that is a directory record when it names no patient. */
export function isDirectoryType(resourceType: string): boolean {
  return DIRECTORY_TYPES.has(resourceType);
}

/** One way in which records of a type name whom they are about. */
export interface SubjectParameter {
  readonly code: string;
  readonly expression: Expression;
  readonly footprint: readonly string[];
}

let parametersByType: ReadonlyMap<string, readonly SubjectParameter[]> | undefined;

/** Search parameters whose values are the patients a record of this type is about. Empty for Patient itself. */
export function subjectParameters(resourceType: string): readonly SubjectParameter[] {
  parametersByType ??= indexSubjectParameters();
  return parametersByType.get(resourceType) ?? [];
}

/** Every type that can name a patient it is about, Patient first, the others sorted. */
export function patientTypes(): readonly string[] {
  parametersByType ??= indexSubjectParameters();
  return ["Patient", ...[...parametersByType.keys()].toSorted()];
}

function indexSubjectParameters(): ReadonlyMap<string, readonly SubjectParameter[]> {
  const compartment = definitionData().patientCompartment;
  const index = new Map<string, SubjectParameter[]>();
  for (const { code, base: bases, expression: text = "" } of searchParameterData()) {
    for (const base of bases.filter((base) => isSubjectParameter(code, base))) {
      if (base === "Patient" || !(Object.hasOwn(compartment, base) || ALSO_LINKED.has(base))) continue;
      const expression = parseFhirPath(text);
      const footprint = expression && footprintOf(expression, base);
      if (expression && footprint)
        index.set(base, [...(index.get(base) ?? []), { code, expression, footprint }]);
    }
  }
  return index;
}

/** Members that hold the one patient link at the top of a record: `subject`, `patient`, `beneficiary`, `for`. */
export function patientLinkMembers(resourceType: string): readonly string[] {
  const members = membersOf(resourceType);
  const paths = subjectParameters(resourceType).flatMap((parameter) => parameter.footprint);
  const names = new Set(paths.map((path) => path.slice(resourceType.length + 1)));
  return [...names].filter(
    (name) => members.get(name)?.types[0] === "Reference" && members.get(name)?.array === false,
  );
}
