import fc from "fast-check";
import { recordFactsOf } from "../../../catalogue/record-facts.ts";
import { codeOf, transformOf } from "../../../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../../../catalogue/transforms.ts";
import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Decision, ElementView, Facts } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { HIDDEN_MEMBERS, POOLS, read, recordArbitrary } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/**
 * One change to a record that a caller cannot see. `element` owns what changes; null: no element of the policy
 * does. `hiddenUnder` are the transforms that show the same before and after, beside `drop`.
 * Written by hand from the policy, and not from the projection, so that a projection that leaks is caught too.
 */
interface Edit {
  readonly type: string;
  readonly element: string | null;
  readonly hiddenUnder: readonly Transform[];
  apply(record: PlainRecord, pick: number): PlainRecord;
}

/** What a twin world does to the record at `at`. */
export interface Change {
  readonly at: number;
  readonly edit: number;
  readonly pick: number;
  readonly replacement: PlainRecord;
  /** For a hidden record: `remove`, `replace`, or leave. */
  readonly hidden: "remove" | "replace" | "keep";
}

const VALUE_ONLY: readonly Transform[] = ["mask", "count"];

function setting(
  type: string,
  element: string | null,
  member: string,
  values: readonly unknown[],
  hiddenUnder: readonly Transform[] = [],
): Edit {
  return {
    type,
    element,
    hiddenUnder,
    apply: (record, pick) => ({ ...record, [member]: values[pick % values.length] }),
  };
}

/** A change of value where there is one, so that a mask shows the same. */
function changing(
  type: string,
  element: string,
  member: string,
  values: readonly unknown[],
  more: readonly Transform[] = [],
): Edit {
  const hiddenUnder = [...VALUE_ONLY, ...more];
  return {
    type,
    element,
    hiddenUnder,
    apply: (record, pick) =>
      record[member] === undefined ? record : { ...record, [member]: values[pick % values.length] },
  };
}

const concepts = POOLS.snomed.map((code) => ({ coding: [{ system: "http://snomed.info/sct", code }] }));
const sameYear: Edit = {
  type: "Patient",
  element: "patient.birth-date",
  hiddenUnder: ["mask", "generalize:year"],
  apply: (record, pick) => {
    const { birthDate } = record as { readonly birthDate?: string };
    const year = birthDate?.slice(0, 4);
    return year === undefined
      ? record
      : { ...record, birthDate: [`${year}-02-03`, `${year}-10`, year][pick % 3] };
  },
};
const sameZip3: Edit = {
  type: "Patient",
  element: "patient.address",
  hiddenUnder: ["mask", "generalize:zip3"],
  apply: (record, pick) => {
    const [address] = (record["address"] ?? []) as readonly { readonly postalCode: string }[];
    if (address === undefined) return record;
    const zip3 = address.postalCode.slice(0, 3);
    return {
      ...record,
      address: [{ city: ["Chicago", "Cicero"][pick % 2], state: "IL", postalCode: `${zip3}0${pick % 10}` }],
    };
  },
};
const ssn: Edit = {
  type: "Patient",
  element: "patient.ssn",
  hiddenUnder: [],
  apply: (record, pick) => {
    const [mrn] = record["identifier"] as readonly unknown[];
    const numbers = [undefined, ...POOLS.ssn];
    const value = numbers[pick % numbers.length];
    return {
      ...record,
      identifier: value === undefined ? [mrn] : [mrn, { system: "http://hl7.org/fhir/sid/us-ssn", value }],
    };
  },
};

const EDITS: readonly Edit[] = [
  ssn,
  sameYear,
  sameZip3,
  changing("Patient", "patient.birth-date", "birthDate", POOLS.birthDate),
  setting("Patient", "patient.birth-date", "birthDate", [undefined, "1960-01-01"]),
  changing("Patient", "patient.sex", "gender", POOLS.gender),
  setting("Patient", "patient.sex", "gender", [undefined, ...POOLS.gender]),
  setting("Patient", "patient.telecom", "telecom", [undefined, [{ system: "phone", value: "555-3" }]]),
  setting("Patient", "patient.address", "address", [
    undefined,
    [{ city: "Springfield", postalCode: "53703" }],
  ]),
  changing("Patient", "patient.name", "name", [[{ family: "Other" }], [{ family: "Another" }]]),
  setting("Patient", "patient.state", "active", [undefined, true, false]),
  setting("Patient", null, "maritalStatus", [undefined, { text: "M" }]),
  setting("Condition", "condition.course", "onsetDateTime", [undefined, ...POOLS.instant]),
  changing("Condition", "condition.course", "onsetDateTime", POOLS.instant),
  changing("Condition", "condition.code", "code", concepts),
  setting("Condition", "condition.encounter", "encounter", [undefined, { reference: "Encounter/e9" }]),
  setting("Encounter", "encounter.reason", "reasonCode", [
    undefined,
    ...concepts.map((concept) => [concept]),
  ]),
  setting("Claim", "claim.total", "total", [undefined, { value: 9, currency: "USD" }]),
  changing(
    "Claim",
    "claim.dx-codes",
    "diagnosis",
    concepts.map((diagnosisCodeableConcept) => [{ sequence: 1, diagnosisCodeableConcept }]),
  ),
  setting("DocumentReference", "note.body", "content", [[{ attachment: { data: "Yw==" } }], undefined]),
  setting("RiskAssessment", "risk.basis", "basis", [undefined, [{ reference: "Encounter/e8" }]]),
  setting("Practitioner", "staff.home", "birthDate", POOLS.birthDate),
  setting("Practitioner", "staff.home", "telecom", [undefined, [{ system: "phone", value: "555-7" }]]),
  setting("Questionnaire", "form.items", "item", [undefined, [{ linkId: "9", type: "display" }]]),
  ...Object.entries(HIDDEN_MEMBERS).map(([member, values]): Edit =>
    setting("*", null, member, [undefined, ...values]),
  ),
];

export const changesArbitrary: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    // Patients come first in a world, and what is hidden in part is mostly theirs.
    at: fc.oneof(fc.nat(6), fc.nat(99)),
    edit: fc.nat(999),
    pick: fc.nat(29),
    replacement: recordArbitrary(900),
    hidden: fc.constantFrom("remove" as const, "replace" as const, "keep" as const),
  }),
  { minLength: 10, maxLength: 50, size: "max" },
);

/** The world after the changes that this caller cannot see, in reverse order, with further hidden records. */
export function twinOf(
  world: readonly PlainRecord[],
  changes: readonly Change[],
  policy: CompiledPolicy,
  decision: Decision,
  facts: Facts,
): readonly PlainRecord[] {
  const seen = (record: PlainRecord): ElementView | null =>
    viewOf(decision, recordFactsOf(read(record), policy.segments), facts);
  const twin: (PlainRecord | null)[] = [...world];
  const added: PlainRecord[] = [];
  for (const [n, change] of changes.entries()) {
    const at = change.at % twin.length;
    const record = twin[at];
    if (record === null || record === undefined) continue;
    const view = seen(record);
    if (view === null) twin[at] = hiddenAfter(change, record, seen);
    else
      twin[at] = editedUnseen(record, view, change, policy, grantedSomewhere(decision, record.resourceType));
    const extra = { ...change.replacement, id: `h${n}` };
    if (seen(extra) === null) added.push(extra);
  }
  return [...added, ...twin.filter((record) => record !== null).toReversed()];
}

function hiddenAfter(
  change: Change,
  record: PlainRecord,
  seen: (record: PlainRecord) => unknown,
): PlainRecord | null {
  if (change.hidden === "remove") return null;
  const other = { ...change.replacement, id: record.id };
  return change.hidden === "replace" && seen(other) === null ? other : record;
}

/** The record after one edit that the view hides; as it was when no edit of the kind is hidden. */
function editedUnseen(
  record: PlainRecord,
  view: ElementView,
  change: Change,
  policy: CompiledPolicy,
  granted: TransformVector,
): PlainRecord {
  const usable = EDITS.filter(
    (edit) => (edit.type === "*" || edit.type === record.resourceType) && isHidden(edit, view, policy),
  );
  // Hidden here and shown elsewhere: that is where a filter can be asked for, so it is tried most.
  const inPart = usable.filter(({ element }) => isComparable(element, policy, granted));
  const weighted = [...inPart, ...inPart, ...usable];
  const edit = weighted[change.edit % Math.max(1, weighted.length)];
  if (edit === undefined) return record;
  const edited = edit.apply(record, change.pick);
  return hasSameFacts(record, edited, policy) ? edited : record;
}

function isComparable(element: string | null, policy: CompiledPolicy, granted: TransformVector): boolean {
  const index = element === null ? -1 : (policy.catalogue.byId(element)?.index ?? -1);
  return (granted[index] ?? 0) > codeOf("mask");
}

function isHidden({ element, hiddenUnder }: Edit, view: ElementView, policy: CompiledPolicy): boolean {
  if (element === null) return true;
  const transform = transformOf(view.elements[policy.catalogue.byId(element)?.index ?? -1] ?? 0);
  return transform === "drop" || hiddenUnder.includes(transform);
}

/** A change that moves a record into or out of a segment is one that the caller may see. */
function hasSameFacts(a: PlainRecord, b: PlainRecord, policy: CompiledPolicy): boolean {
  const of = ({ patients, attributed, segments }: ReturnType<typeof recordFactsOf>): string =>
    JSON.stringify([patients, attributed, segments]);
  return of(recordFactsOf(read(a), policy.segments)) === of(recordFactsOf(read(b), policy.segments));
}
