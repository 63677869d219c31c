import { jsonMembersOf } from "../../catalogue/fhir-r4/definitions.ts";
import type { JsonMember } from "../../catalogue/fhir-r4/definitions.ts";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import { newJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue, MutableJsonObject } from "../../kernel/json.ts";

/** Makes a record be about a patient. */
type Link = (record: MutableJsonObject, patientId: string) => void;

const links = new Map<string, Link | undefined>();

/**
 * How a record of a type says whom it is about: the first member, or member of a backbone, by which the catalogue
 * takes a record to be about a patient. Undefined for directory types.
 */
export function patientLinkOf(type: string): Link | undefined {
  if (!links.has(type))
    links.set(
      type,
      candidates(type).find((link) => isAboutPatient(type, link)),
    );
  return links.get(type);
}

function isAboutPatient(type: string, link: Link): boolean {
  const record = newJsonObject();
  record["resourceType"] = type;
  link(record, "p");
  const { patients, attributed } = recordFactsOf(record, []);
  return attributed && patients.length === 1 && patients[0] === "p";
}

function candidates(type: string): Link[] {
  const members = [...jsonMembersOf(type).values()];
  const direct = members.filter(isPatientReference).map((member) => linkBy([member]));
  const nested = members.flatMap((outer) =>
    [...jsonMembersOf(outer.type).values()].filter(isPatientReference).map((inner) => linkBy([outer, inner])),
  );
  return [...direct, ...nested];
}

function isPatientReference({ member }: JsonMember): boolean {
  return member.types[0] === "Reference" && member.targets.includes("Patient");
}

function linkBy(path: readonly JsonMember[]): Link {
  return (record, patientId) => {
    const reference: JsonObject = { reference: `Patient/${patientId}` };
    const [first, second] = path;
    if (first === undefined) return;
    record[first.key] = listed(
      first,
      second === undefined ? reference : { [second.key]: listed(second, reference) },
    );
  };
}

function listed({ member }: JsonMember, value: JsonValue): JsonValue {
  return member.array ? [value] : value;
}
