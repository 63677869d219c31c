import fc from "fast-check";
import { labelCardOf } from "../../../catalogue/lent-labels.ts";
import { codeOf, transformOf } from "../../../catalogue/transforms.ts";
import type { Transform, TransformVector } from "../../../catalogue/transforms.ts";
import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Decision, ElementView, Facts } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { RecordFacts } from "../../../catalogue/types.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { factsIn } from "./label-facts.ts";
import { HIDDEN_MEMBERS, POOLS, read, recordArbitrary, STAFF, VISITS } from "./worlds.ts";
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

/** A tag, a profile or a label that no segment knows, beside the labels that are there. */
function labeling(code: string): Edit {
  return {
    type: "*",
    element: null,
    hiddenUnder: [],
    apply: (record, pick) => {
      const meta = (record["meta"] ?? {}) as Readonly<Record<string, unknown>>;
      const more = [
        { tag: [{ code }] },
        { profile: ["http://x"] },
        { versionId: "7", lastUpdated: "2026-02-02T00:00:00Z" },
        { source: "urn:y" },
      ][pick % 4];
      return { ...record, meta: { ...meta, ...more } };
    },
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
  setting("Patient", null, "generalPractitioner", [
    undefined,
    ...STAFF.map((id) => [{ reference: `Practitioner/${id}` }]),
  ]),
  setting("Patient", null, "_birthDate", [undefined, { extension: [{ url: "http://x", valueString: "b" }] }]),
  setting("DocumentReference", null, "author", [
    undefined,
    ...STAFF.map((id) => [{ reference: `Practitioner/${id}` }]),
  ]),
  setting("Claim", null, "item", [undefined, [{ sequence: 2 }]]),
  labeling("http://x|1"),
  setting("Condition", "condition.course", "onsetDateTime", [undefined, ...POOLS.instant]),
  changing("Condition", "condition.course", "onsetDateTime", POOLS.instant),
  changing("Condition", "condition.code", "code", concepts),
  setting("Condition", "condition.encounter", "encounter", [
    undefined,
    ...[...VISITS, "e9"].map((id) => ({ reference: `Encounter/${id}` })),
  ]),
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
  setting("RiskAssessment", "risk.basis", "basis", [
    undefined,
    ...VISITS.map((id) => [{ reference: `Encounter/${id}` }]),
  ]),
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

/** A world as plain data, with older versions of some of its records, oldest first. */
export interface PlainWorld {
  readonly records: readonly PlainRecord[];
  readonly past: readonly PlainRecord[];
}

/** Who looks at a world, and what labels its records have. */
interface Onlooker {
  readonly decision: Decision;
  readonly policy: CompiledPolicy;
  factsOf(record: PlainRecord): RecordFacts;
  seen(record: PlainRecord): ElementView | null;
  /** True when something of the world takes labels from this record: then it may not change unseen. */
  isLender(record: PlainRecord): boolean;
  /** True when somebody sees a record that shows where this content is. */
  isContentSeen(binaryId: string): boolean;
}

/** The world after changes that the caller cannot see, its records in reverse order, with further hidden records. */
export function twinOf(
  world: PlainWorld,
  changes: readonly Change[],
  decision: Decision,
  facts: Facts,
): PlainWorld {
  const onlooker = onlookerOf(world.records, decision, facts);
  const twin: (PlainRecord | null)[] = [...world.records];
  const added: PlainRecord[] = [];
  for (const [n, change] of changes.entries()) {
    const at = change.at % twin.length;
    const record = twin[at];
    if (record === null || record === undefined) continue;
    twin[at] = changed(record, change, onlooker);
    const extra = { ...change.replacement, id: `h${n}` };
    if (onlooker.seen(extra) === null) added.push(extra);
  }
  const records = [...added, ...twin.filter((record) => record !== null).toReversed()];
  return { records, past: pastUnseen(world.past, changes, onlooker) };
}

/** Versions with other hidden values, some of them twice: an edit of something hidden makes a version too. */
function pastUnseen(
  past: readonly PlainRecord[],
  changes: readonly Change[],
  onlooker: Onlooker,
): readonly PlainRecord[] {
  return past.flatMap((version, at) => {
    const change = changes[at % Math.max(1, changes.length)];
    const view = onlooker.seen(version);
    if (change === undefined || view === null) return [];
    const edited = editedUnseen(version, view, change, onlooker);
    return change.pick % 3 === 0 ? [version, edited] : [edited];
  });
}

function onlookerOf(world: readonly PlainRecord[], decision: Decision, facts: Facts): Onlooker {
  const { policy } = decision;
  const { segments } = policy;
  const ofWorld = factsIn(world.map(read), segments);
  const factsOf = (record: PlainRecord): RecordFacts => ofWorld(read(record));
  const lenders = new Set(
    world.flatMap((record) => labelCardOf(read(record), segments).links.map(({ ref }) => ref)),
  );
  return {
    decision,
    policy,
    factsOf,
    seen: (record) => viewOf(decision, factsOf(record), facts),
    isLender: ({ resourceType, id }) => lenders.has(`${resourceType}/${id}`),
    isContentSeen: (id) =>
      world.some(
        (record) =>
          JSON.stringify(record).includes(`Binary/${id}"`) &&
          viewOf(decision, factsOf(record), facts) !== null,
      ),
  };
}

/** The record after one change of its own that is not seen; null: it is gone, and nobody sees that either. */
function changed(record: PlainRecord, change: Change, onlooker: Onlooker): PlainRecord | null {
  const view = onlooker.seen(record);
  if (view !== null) return editedUnseen(record, view, change, onlooker);
  if (record.resourceType === "Binary") return otherContent(record, change, onlooker);
  if (change.hidden === "keep") return record;
  const other = { ...change.replacement, id: record.id };
  const mayChange = !onlooker.isLender(record) || lends(record, onlooker) === "0";
  if (!mayChange) return record;
  if (change.hidden === "remove") return null;
  // Under a name that something refers to, whether or not there was a record before.
  const isAlike = !onlooker.isLender(other) || lends(other, onlooker) === "0";
  return isAlike && onlooker.seen(other) === null ? other : record;
}

function otherContent(record: PlainRecord, { pick }: Change, { isContentSeen }: Onlooker): PlainRecord {
  return isContentSeen(record.id) ? record : { ...record, data: ["ZA==", "ZQ=="][pick % 2] };
}

/** What of a record others may take: its labels, and where it takes some from itself. */
function lends(record: PlainRecord, { policy }: Onlooker): string {
  const { whole, setting, links } = labelCardOf(read(record), policy.segments);
  return links.length === 0 ? String(whole | setting) : JSON.stringify([whole, setting, links]);
}

/** The record after one edit that the view hides; as it was when no edit of the kind is hidden. */
function editedUnseen(
  record: PlainRecord,
  view: ElementView,
  change: Change,
  onlooker: Onlooker,
): PlainRecord {
  const { policy, decision } = onlooker;
  const granted = grantedSomewhere(decision, record.resourceType);
  const usable = EDITS.filter(
    (edit) => (edit.type === "*" || edit.type === record.resourceType) && isHidden(edit, view, policy),
  );
  // Hidden here and shown elsewhere: that is where a filter can be asked for, so it is tried most.
  const inPart = usable.filter(({ element }) => isComparable(element, policy, granted));
  const weighted = [...inPart, ...inPart, ...usable];
  const edit = weighted[change.edit % Math.max(1, weighted.length)];
  if (edit === undefined) return record;
  const edited = edit.apply(record, change.pick);
  return hasSameFacts(record, edited, onlooker) ? edited : record;
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

/** A change that moves a record, or one that takes labels from it, into or out of a segment is one that may be seen. */
function hasSameFacts(a: PlainRecord, b: PlainRecord, onlooker: Onlooker): boolean {
  const of = (record: PlainRecord): string => {
    const { patients, attributed, segments } = onlooker.factsOf(record);
    return JSON.stringify([
      patients,
      attributed,
      segments,
      onlooker.isLender(record) ? lends(record, onlooker) : "",
    ]);
  };
  return of(a) === of(b);
}
