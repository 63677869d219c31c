/** FHIR resource types in the words of who works with them. */
export const RECORD_KINDS: Readonly<Record<string, string>> = {
  Account: "Account",
  AllergyIntolerance: "Allergies",
  Appointment: "Appointments",
  CarePlan: "Care plans",
  CareTeam: "Care team",
  ChargeItem: "Charges",
  Claim: "Claims",
  ClaimResponse: "Claim responses",
  Condition: "Diagnoses",
  Coverage: "Insurance",
  CoverageEligibilityRequest: "Eligibility questions",
  CoverageEligibilityResponse: "Eligibility answers",
  DiagnosticReport: "Reports",
  DocumentReference: "Notes and documents",
  Encounter: "Visits",
  ExplanationOfBenefit: "Explanations of benefits",
  FamilyMemberHistory: "Family history",
  ImagingStudy: "Imaging",
  Immunization: "Immunizations",
  Invoice: "Invoices",
  MedicationAdministration: "Medication given",
  MedicationDispense: "Medication dispensed",
  MedicationRequest: "Prescriptions",
  MedicationStatement: "Medication taken",
  Observation: "Results and vital signs",
  Patient: "Patient",
  Procedure: "Procedures",
  Provenance: "Origin of records",
  QuestionnaireResponse: "Questionnaires",
  RelatedPerson: "Related persons",
  RiskAssessment: "Risk assessments",
  ServiceRequest: "Orders and referrals",
  Task: "Work items",
};

/** A FHIR resource type in the words of who works with it: `Diagnoses` for `Condition`; else split into words. */
export function recordKind(type: string): string {
  return RECORD_KINDS[type] ?? type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ");
}
