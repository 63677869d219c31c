/** The audit message of DICOM PS3.15 A.5 (and RFC 3881 before it), in our words. */
import { ACTIONS, KINDS } from "../fhir/codes.ts";
import { timeOf } from "../time.ts";
import type { EventKind, ReadEvent, RejectCode, SourceEvent } from "../types.ts";
import { readXml, type XmlElement } from "./xml.ts";

/** One message as XML. The sender gives no id: a message is known by what it says. */
export function readAuditMessage(xml: string, raw: string, place: number): ReadEvent {
  const rejected = (reason: RejectCode): ReadEvent => ({ ok: false, reason, raw, place });
  const root = readXml(xml);
  if (root === "forbidden") return rejected("xml_forbidden");
  if (root === "malformed") return rejected("not_xml");
  const what = childOf(root, "EventIdentification");
  if (root.name !== "AuditMessage" || what === undefined) return rejected("not_audit_message");
  const time = what.attributes.get("EventDateTime");
  if (time === undefined) return rejected("time_missing");
  const at = timeOf(time, { format: "iso" });
  if (at === null) return rejected("time_invalid");
  return { ok: true, event: eventOf(root, what, at), raw, canonical: xml.trim(), place };
}

function eventOf(root: XmlElement, what: XmlElement, at: number): SourceEvent {
  const people = childrenOf(root, "ActiveParticipant");
  const agent = people.find(({ attributes }) => attributes.get("UserIsRequestor") === "true") ?? people[0];
  const objects = childrenOf(root, "ParticipantObjectIdentification");
  const patients = objects.filter(isPatient).flatMap((one) => patientIn(idOf(one)) ?? []);
  const records = objects.filter((one) => !isPatient(one) && !isQuery(one)).flatMap((one) => idOf(one) ?? []);
  const query = objects.flatMap((one) => childOf(one, "ParticipantObjectQuery")?.text ?? [])[0];
  const recipient = people.find((one) =>
    childrenOf(one, "RoleIDCode").some((code) => codeOf(code) === DESTINATION),
  );
  return {
    event: null,
    at,
    kind: kindOf(what),
    outcome: OUTCOMES.get(what.attributes.get("EventOutcomeIndicator") ?? "0") ?? "error",
    agent: agent?.attributes.get("AlternativeUserID") || agent?.attributes.get("UserID") || null,
    agentReference: null,
    purpose: codeOf(childOf(what, "PurposeOfUse")) ?? null,
    resourceType: null,
    patients: [...new Set(patients)],
    records: [...new Set(records)],
    recipient: recipient?.attributes.get("UserID") ?? null,
    query: query === undefined ? null : Buffer.from(query, "base64").toString("utf8"),
  };
}

/** DICOM PS3.16, CID 402: Destination Role ID. */
const DESTINATION = "110152";

/** EventOutcomeIndicator (PS3.15 A.5.2): a minor failure is a refusal. */
const OUTCOMES: ReadonlyMap<string, SourceEvent["outcome"]> = new Map([
  ["0", "permit"],
  ["4", "deny"],
]);

/** The types of an event are more exact than its id, and both more than the action. */
function kindOf(what: XmlElement): EventKind {
  const codes = [...childrenOf(what, "EventTypeCode"), ...childrenOf(what, "EventID")].map(codeOf);
  const told = codes.flatMap((code) => KINDS.get(code ?? "") ?? [])[0];
  return told ?? ACTIONS.get(what.attributes.get("EventActionCode") ?? "") ?? "other";
}

/** Object type Person with the role Patient (PS3.15 A.5.2). */
function isPatient({ attributes }: XmlElement): boolean {
  return (
    attributes.get("ParticipantObjectTypeCode") === "1" &&
    attributes.get("ParticipantObjectTypeCodeRole") === "1"
  );
}

function isQuery({ attributes }: XmlElement): boolean {
  return attributes.get("ParticipantObjectTypeCodeRole") === "24";
}

function idOf({ attributes }: XmlElement): string | undefined {
  return attributes.get("ParticipantObjectID") || undefined;
}

/** The number of an HL7 v2 CX (`100^^^&1.2.3&ISO`), as IHE writes a patient's id. */
function patientIn(id: string | undefined): string | undefined {
  return id?.split("^")[0] || undefined;
}

/** `csd-code` in DICOM, `code` in RFC 3881. */
function codeOf(element: XmlElement | undefined): string | undefined {
  return element?.attributes.get("csd-code") ?? element?.attributes.get("code");
}

function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
