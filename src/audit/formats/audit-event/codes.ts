import type { JsonObject } from "../../../kernel/json.ts";

const DCM = "http://dicom.nema.org/resources/ontology/DCM";
const ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
const PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
const RESTFUL_INTERACTION = "http://hl7.org/fhir/restful-interaction";

/** HL7 v3 ActReason, of which PurposeOfUse is a part. */
export const ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

/** Our own code systems and naming systems. */
export const OWN = {
  interaction: "https://modicum.dev/fhir/CodeSystem/interaction",
  entityType: "https://modicum.dev/fhir/CodeSystem/audit-entity-type",
  purpose: "https://modicum.dev/fhir/CodeSystem/purpose",
  reason: "https://modicum.dev/fhir/CodeSystem/reason",
  role: "https://modicum.dev/fhir/CodeSystem/role",
  channel: "https://modicum.dev/fhir/NamingSystem/channel",
  gateway: "https://modicum.dev/fhir/NamingSystem/gateway",
  person: "https://modicum.dev/fhir/NamingSystem/person",
  recipient: "https://modicum.dev/fhir/NamingSystem/recipient",
  entry: "https://modicum.dev/fhir/NamingSystem/entry",
  policy: "https://modicum.dev/policy",
} as const;

/** Coding with the display that its system publishes. */
export function coding(system: string, code: string, display?: string): JsonObject {
  return { system, code, ...(display === undefined ? {} : { display }) };
}

/** AuditEvent.type (FHIR R4 valueset-audit-event-type). */
export const EVENT_TYPES = {
  rest: coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation"),
  auditLogUsed: coding(DCM, "110101", "Audit Log Used"),
  export: coding(DCM, "110106", "Export"),
  securityAlert: coding(DCM, "110113", "Security Alert"),
  userAuthentication: coding(DCM, "110114", "User Authentication"),
} as const;

/** AuditEvent.subtype beside those of `restful-interaction`. */
export const SUBTYPES = {
  login: coding(DCM, "110122", "Login"),
  logout: coding(DCM, "110123", "Logout"),
  disclose: coding(
    "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle",
    "disclose",
    "Disclose Record Lifecycle Event",
  ),
  roleDecision: coding(
    "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType",
    "AuthZ-Role",
    "Authorization Decision using only Roles",
  ),
} as const;

/** `read`, `search-type`… (FHIR R4 valueset-type-restful-interaction). */
export function restful(code: string): JsonObject {
  return coding(RESTFUL_INTERACTION, code, code);
}

/** AuditEvent.agent.type, as the slices of BALP tell them apart. */
export const AGENT_TYPES = {
  application: coding(DCM, "110150", "Application"),
  destination: coding(DCM, "110152", "Destination Role ID"),
  source: coding(DCM, "110153", "Source Role ID"),
  custodian: coding(
    "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
    "custodian",
    "Custodian",
  ),
  informationRecipient: coding(PARTICIPATION, "IRCP", "information recipient"),
  author: coding(PARTICIPATION, "AUT", "author (originator)"),
  authorizationServer: coding(
    "http://terminology.hl7.org/CodeSystem/extra-security-role-type",
    "authserver",
    "authorization server",
  ),
} as const;

/** AuditEvent.entity.type and role. */
export const ENTITY_TYPES = {
  person: coding(ENTITY_TYPE, "1", "Person"),
  systemObject: coding(ENTITY_TYPE, "2", "System Object"),
  requestId: coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId"),
  release: coding(OWN.entityType, "release", "What came out"),
} as const;

export const ENTITY_ROLES = {
  patient: coding(OBJECT_ROLE, "1", "Patient"),
  domainResource: coding(OBJECT_ROLE, "4", "Domain Resource"),
  query: coding(OBJECT_ROLE, "24", "Query"),
} as const;

/** AuditEvent.source.type. */
export const APPLICATION_SERVER = coding(
  "http://terminology.hl7.org/CodeSystem/security-source-type",
  "4",
  "Application Server",
);
