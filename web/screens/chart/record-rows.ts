import type { FhirResource } from "../../api/fhir.ts";
import type { Member } from "./scope.ts";
import { dayOf, isObject, wordsOf } from "./words.ts";

/** What a record shows of one element of the catalogue, or of several that stand in the same place. */
export interface ElementRow {
  readonly elements: readonly string[];
  readonly values: readonly ShownValue[];
}

export interface ShownValue {
  /** The JSON member in words: `clinical status`. */
  readonly member: string;
  readonly words: string;
}

/** Said by the section and the patient in view, or by nobody: not an element of its own. */
const ASIDE: ReadonlySet<string> = new Set([
  "resourceType",
  "id",
  "meta",
  "text",
  "implicitRules",
  "subject",
  "patient",
  "beneficiary",
]);

/** A record as rows by element, in the order of the record. What no member of the scope names is left aside. */
export function rowsOf(record: FhirResource, members: readonly Member[]): readonly ElementRow[] {
  const rows = new Map<string, ElementRow>();
  const add = (elements: readonly string[], value: ShownValue): void => {
    const key = elements.join(" ");
    rows.set(key, { elements, values: [...(rows.get(key)?.values ?? []), value] });
  };
  walk({ members, path: "", items: new Map([["", record]]), add }, record);
  return [...rows.values()];
}

interface Walk {
  readonly members: readonly Member[];
  readonly path: string;
  /** The item passed through at each path, for the tests of `when`. */
  readonly items: ReadonlyMap<string, unknown>;
  readonly add: (elements: readonly string[], value: ShownValue) => void;
}

function walk(at: Walk, value: unknown): void {
  const owners = ownersAt(at);
  if (owners.length > 0) return show(at, owners, value);
  if (!isObject(value)) return;
  for (const [key, inner] of membersIn(value)) {
    const path = at.path === "" ? key : `${at.path}.${key}`;
    for (const item of Array.isArray(inner) ? inner : [inner])
      walk({ ...at, path, items: new Map([...at.items, [path, item]]) }, item);
  }
}

/** The elements that own a place: of the entries whose tests hold, those with the most tests. */
function ownersAt({ members, path, items }: Walk): readonly string[] {
  const holding = members.filter(
    (member) => member.path === path && member.when.every(({ at, test }) => passes(items.get(at), test)),
  );
  const most = Math.max(0, ...holding.map(({ when }) => when.length));
  return [...new Set(holding.filter(({ when }) => when.length === most).map(({ element }) => element))];
}

function show({ path, add }: Walk, owners: readonly string[], value: unknown): void {
  const whole = path === "" && isObject(value);
  for (const [key, inner] of whole ? membersIn(value) : [[path.split(".").at(-1) ?? path, value] as const]) {
    const words = wordsOf(inner);
    if (words !== "") add(owners, { member: memberTitle(key), words });
  }
}

/** The members that tell something; `_birthDate` stands for `birthDate` where the value itself is masked. */
function membersIn(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = key.replace(/^_/, "");
    if (ASIDE.has(name) || (name !== key && value[name] !== undefined)) return [];
    return [[name, inner] as const];
  });
}

/** `valueQuantity` as `value`, `clinicalStatus` as `clinical status`. */
function memberTitle(member: string): string {
  const plain = member.replace(
    /^(value|effective|onset|abatement|performed|occurrence|medication|deceased|serviced|born)(?=[A-Z])\w+$/,
    "$1",
  );
  return plain.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}

/** A test of the catalogue on an item, such as `[type.coding.code=MR]`; several brackets must all hold. */
export function passes(item: unknown, test: string): boolean {
  return test
    .slice(1, -1)
    .split("][")
    .every((condition) => {
      const sign = condition.indexOf("=");
      const wanted = new Set(condition.slice(sign + 1).split(","));
      return textsAt(item, condition.slice(0, sign).split(".")).some((text) => wanted.has(text));
    });
}

function textsAt(value: unknown, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
  const [next, ...rest] = path;
  if (next !== undefined) return isObject(value) ? textsAt(value[next], rest) : [];
  if (isObject(value)) return [`${plain(value["system"])}|${plain(value["code"])}`];
  return value === undefined || value === null ? [] : [plain(value)];
}

function plain(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** Where a record says what it is, in the order of preference. */
const NAMING = [
  "name",
  "vaccineCode",
  "medicationCodeableConcept",
  "code",
  "type",
  "serviceType",
  "class",
  "category",
  "description",
  "relationship",
  "status",
];

const DATING = [
  "effectiveDateTime",
  "occurrenceDateTime",
  "performedDateTime",
  "performedPeriod",
  "onsetDateTime",
  "period",
  "start",
  "authoredOn",
  "billablePeriod",
  "recordedDate",
  "date",
  "created",
];

/** What a record is in one line: its name, its value when it is a measurement, its date. Empty texts where it does not say. */
export function headlineOf(record: FhirResource): {
  readonly name: string;
  readonly value: string;
  readonly date: string;
} {
  const measured = Object.keys(record).find((member) => /^value[A-Z]/.test(member));
  return {
    name: firstOf(NAMING, (member) => wordsOf(record[member])),
    value: measured === undefined ? "" : wordsOf(record[measured]),
    date: firstOf(DATING, (member) => dayOf(record[member])),
  };
}

function firstOf(members: readonly string[], words: (member: string) => string): string {
  return members.map(words).find((found) => found !== "") ?? "";
}
