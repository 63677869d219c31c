import { codeOf } from "../../../catalogue/transforms.ts";
import type { ElementView } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import { isJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { decisionOf } from "./decisions.ts";
import { factsIn } from "./label-facts.ts";
import { practice } from "./practice.ts";
import { nameOf, typeOf } from "./record-name.ts";

/** Members by the element that owns them, written by hand from testing/policy.ts: the projection is what is on trial. */
const OWNERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Patient: {
    name: "patient.name",
    birthDate: "patient.birth-date",
    gender: "patient.sex",
    address: "patient.address",
    telecom: "patient.telecom",
    active: "patient.state",
  },
  Encounter: {
    period: "encounter.dates",
    status: "encounter.type",
    class: "encounter.type",
    type: "encounter.type",
    reasonCode: "encounter.reason",
  },
  Condition: {
    code: "condition.code",
    clinicalStatus: "condition.course",
    onsetDateTime: "condition.course",
    severity: "condition.course",
    encounter: "condition.encounter",
  },
  Claim: {
    identifier: "claim.header",
    status: "claim.header",
    type: "claim.header",
    use: "claim.header",
    created: "claim.header",
    provider: "claim.header",
    diagnosis: "claim.dx-codes",
    total: "claim.total",
  },
  DocumentReference: { status: "note.facts", type: "note.facts", date: "note.facts", content: "note.body" },
  RiskAssessment: { prediction: "risk.prediction", basis: "risk.basis" },
  Questionnaire: { url: "form.name", title: "form.name", status: "form.name", item: "form.items" },
  Practitioner: { name: "staff.name", address: "staff.home", telecom: "staff.home", birthDate: "staff.home" },
};

/** The upstream's own; it changes them with every write. */
const OF_THE_VERSION: ReadonlySet<string> = new Set(["versionId", "lastUpdated"]);
const LINKS: ReadonlySet<string> = new Set(["resourceType", "id"]);
const KEEP = codeOf("keep");

/**
 * INVARIANT of every write, as a check: what the person does not see of a record is afterwards as it was, and what they
 * do not see at all is still there (row F170). Names the first record of which it is not true.
 */
export function hiddenChange(
  person: string,
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): string | null {
  const { policy } = practice();
  const { decision, facts } = decisionOf(person, "read");
  const factsOf = factsIn(before, policy.segments);
  const current = new Map(after.map((record) => [nameOf(record), record]));
  for (const record of before) {
    const view = viewOf(decision, factsOf(record), facts);
    const now = current.get(nameOf(record));
    if (now === undefined && view !== null) continue;
    const shown = (element: string): boolean => isKept(view, policy.catalogue.byId(element)?.index);
    // Whose a member is follows from the record as it was: no write changes what the writer may write.
    const kinds = categoriesOf(record);
    if (now === undefined || hiddenOf(record, kinds, shown) !== hiddenOf(now, kinds, shown))
      return nameOf(record);
  }
  return null;
}

function isKept(view: ElementView | null, index: number | undefined): boolean {
  return view?.elements[index ?? -1] === KEEP;
}

function hiddenOf(record: JsonObject, kinds: readonly string[], shown: (element: string) => boolean): string {
  const type = typeOf(record);
  const hidden = Object.entries(record).flatMap(([member, value]) => {
    if (LINKS.has(member) || value === undefined) return [];
    if (member === "meta") return [[member, withoutVersion(value)] as const];
    if (type === "Patient" && member === "identifier")
      return [[member, hiddenIdentifiers(value, shown)] as const];
    return isShown(type, member, kinds, shown) ? [] : [[member, value] as const];
  });
  return stringifyJson(Object.fromEntries(hidden.toSorted(([a], [b]) => a.localeCompare(b))));
}

function isShown(
  type: string,
  member: string,
  kinds: readonly string[],
  shown: (element: string) => boolean,
): boolean {
  if (type === "Observation") return !NEVER_OF_OBSERVATION.has(member) && kinds.every(shown);
  const owner = OWNERS[type]?.[member];
  return owner !== undefined && shown(owner);
}

const NEVER_OF_OBSERVATION: ReadonlySet<string> = new Set([
  "text",
  "contained",
  "extension",
  "modifierExtension",
]);

/** An observation belongs to the elements of its categories together; without one of those, to `other`. */
function categoriesOf(record: JsonObject): readonly string[] {
  const text = JSON.stringify(record["category"] ?? null);
  const own = ["laboratory", "vital-signs"].filter((code) => text.includes(`"${code}"`));
  return own.length === 0 ? ["observation.other"] : own.map((code) => `observation.${code}`);
}

function hiddenIdentifiers(value: JsonValue, shown: (element: string) => boolean): JsonValue {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return items.filter((item) => {
    const text = stringifyJson(item);
    const owners = [
      text.includes('"MR"') ? "patient.mrn" : [],
      text.includes("us-ssn") ? "patient.ssn" : [],
    ].flat();
    return !(owners.length === 0 ? ["patient.other-ids"] : owners).every(shown);
  });
}

function withoutVersion(meta: JsonValue): JsonValue {
  if (!isJsonObject(meta)) return meta;
  return Object.fromEntries(Object.entries(meta).filter(([member]) => !OF_THE_VERSION.has(member)));
}
