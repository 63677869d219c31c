import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";

/**
 * What the profiles of IHE ITI Basic Audit Log Patterns (BALP 1.1, FHIR R4) require of an AuditEvent, written down from
 * the profiles and not from our mapping: fixed type, action and outcome, and the slices of agent and entity.
 */

const DCM = "http://dicom.nema.org/resources/ontology/DCM";
const BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
const REST = "http://terminology.hl7.org/CodeSystem/audit-event-type|rest";
const [SOURCE, DESTINATION] = [`${DCM}|110153`, `${DCM}|110152`];
const PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
const DATA_SOURCES = ["AUT", "INF", "CST"].map((code) => `${PARTICIPATION}|${code}`);
const RESTFUL = "http://hl7.org/fhir/restful-interaction";
const ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const ROLE = "http://terminology.hl7.org/CodeSystem/object-role";

interface Pattern {
  readonly type: string;
  readonly action: string;
  readonly subtypes: readonly string[];
  readonly onlyOneSubtype?: true;
  /** `system|code` of the two agents of the exchange. */
  readonly ends: readonly [string, string];
  readonly user: readonly string[];
  readonly subject: "data" | "query" | "any";
}

const PATTERNS: Readonly<Record<string, Pattern>> = {
  Read: {
    type: REST,
    action: "R",
    subtypes: ["read", "vread"].map((code) => `${RESTFUL}|${code}`),
    ends: [DESTINATION, SOURCE],
    user: [`${PARTICIPATION}|IRCP`],
    subject: "data",
  },
  Query: {
    type: REST,
    action: "E",
    subtypes: ["search", "search-type", "search-system"].map((code) => `${RESTFUL}|${code}`),
    ends: [SOURCE, DESTINATION],
    user: [`${PARTICIPATION}|IRCP`],
    subject: "query",
  },
  Create: write("C", ["create"]),
  Update: write("U", ["update", "patch"]),
  Delete: {
    ...write("D", ["delete"]),
    onlyOneSubtype: true,
    ends: [`${DCM}|110150`, "http://terminology.hl7.org/CodeSystem/provenance-participant-type|custodian"],
  },
  "PrivacyDisclosure.Source": {
    type: `${DCM}|110106`,
    action: "R",
    subtypes: ["http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle|disclose"],
    ends: [SOURCE, DESTINATION],
    user: [],
    subject: "any",
  },
};

function write(action: string, codes: readonly string[]): Pattern {
  return {
    type: REST,
    action,
    subtypes: codes.map((code) => `${RESTFUL}|${code}`),
    ends: [SOURCE, DESTINATION],
    user: DATA_SOURCES,
    subject: "data",
  };
}

/** What the event lacks of the profile it claims. */
export function balpFaults(event: JsonObject): readonly string[] {
  const claimed = textAt(event, "meta", "profile", "0");
  if (!claimed.startsWith(BALP)) return [`claims no profile: ${claimed}`];
  const name = claimed.slice(BALP.length);
  const pattern = PATTERNS[name.replace(/^Patient/, "")];
  if (pattern === undefined) return [`no such profile: ${name}`];
  return [
    ...headFaults(event, pattern),
    ...agentFaults(event, pattern),
    ...entityFaults(event, pattern, name.startsWith("Patient") || pattern.subject === "any"),
  ];
}

function headFaults(event: JsonObject, pattern: Pattern): string[] {
  const subtypes = list(event["subtype"]).map(codeOf);
  return failing([
    ["type", codeOf(event["type"]) === pattern.type],
    ["action", event["action"] === pattern.action],
    ["subtype", subtypes.some((subtype) => pattern.subtypes.includes(subtype))],
    ["one subtype", pattern.onlyOneSubtype !== true || subtypes.length === 1],
    ["outcome", event["outcome"] === "0"],
    ["recorded", textAt(event, "recorded") !== ""],
    ["purposeOfEvent", list(event["purposeOfEvent"]).length > 0],
  ]);
}

function agentFaults(event: JsonObject, { ends, user, subject }: Pattern): string[] {
  const agents = list(event["agent"]);
  const typed = (types: readonly string[]): JsonObject[] =>
    agents.filter((agent) => types.includes(codeOf(firstCoding(agent["type"]))));
  const [first, second] = ends.map((end) => typed([end]));
  const users = typed(user);
  const complete = (agent: JsonObject | undefined): boolean =>
    agent !== undefined &&
    isJsonObject(agent["who"]) &&
    textAt(agent, "network", "address") !== "" &&
    agent["media"] === undefined;
  const observer = JSON.stringify(valueAt(event, "source", "observer"));
  return failing([
    ["one client or source", first?.length === 1 && complete(first[0])],
    ["one server or recipient", second?.length === 1 && complete(second[0])],
    ["user", user.length === 0 || (users.length === 1 && users[0]?.["requestor"] === true)],
    [
      "user is no device",
      users.every((agent) => agent["network"] === undefined && agent["media"] === undefined),
    ],
    ["source is the observer", subject !== "any" || JSON.stringify(first?.[0]?.["who"]) === observer],
  ]);
}

function entityFaults(event: JsonObject, { subject }: Pattern, ofPatient: boolean): string[] {
  const entities = list(event["entity"]);
  const typed = (type: string): JsonObject[] => entities.filter((entity) => codeOf(entity["type"]) === type);
  const [patients, objects] = [typed(`${ENTITY}|1`), typed(`${ENTITY}|2`)];
  const requests = typed("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType|XrequestId");
  const isData = (entity: JsonObject | undefined): boolean =>
    entity !== undefined &&
    textAt(entity, "what", "reference") !== "" &&
    codeOf(entity["role"]) === `${ROLE}|4`;
  const isQuery = (entity: JsonObject | undefined): boolean =>
    entity !== undefined &&
    codeOf(entity["role"]) === `${ROLE}|24` &&
    textAt(entity, "query") !== "" &&
    ["what", "lifecycle", "detail"].every((member) => entity[member] === undefined);
  return failing([
    ["patient", !ofPatient || (patients.length === 1 && isPatient(patients[0]))],
    ["no patient", ofPatient || patients.length === 0],
    ["data", subject !== "data" || (objects.length === 1 && isData(objects[0]))],
    ["query", subject !== "query" || (objects.length === 1 && isQuery(objects[0]))],
    ["two entities", subject !== "any" || entities.length >= 2],
    ["transaction", requests.length === 1 && textAt(requests[0], "what", "identifier", "value") !== ""],
  ]);
}

function isPatient(entity: JsonObject | undefined): boolean {
  return (
    /^Patient\/[^/]+$/.test(textAt(entity, "what", "reference")) && codeOf(entity?.["role"]) === `${ROLE}|1`
  );
}

function failing(checks: readonly (readonly [string, boolean])[]): string[] {
  return checks.filter(([, holds]) => !holds).map(([name]) => name);
}

function codeOf(coding: JsonValue | undefined): string {
  return `${textAt(coding, "system")}|${textAt(coding, "code")}`;
}

function firstCoding(concept: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(concept) ? list(concept["coding"])[0] : undefined;
}

function list(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function textAt(value: JsonValue | undefined, ...path: readonly string[]): string {
  const at = valueAt(value, ...path);
  return typeof at === "string" ? at : "";
}

function valueAt(value: JsonValue | undefined, ...path: readonly string[]): unknown {
  let at: unknown = value;
  for (const step of path) at = (at as Record<string, unknown> | undefined)?.[step];
  return at;
}
