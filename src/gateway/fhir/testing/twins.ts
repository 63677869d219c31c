import fc from "fast-check";
import { labelCardOf } from "../../../catalogue/lent-labels.ts";
import { codeOf, transformOf } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Decision, ElementView, Facts } from "../../../decision/types.ts";
import { viewOf } from "../../../decision/view.ts";
import type { RecordFacts } from "../../../catalogue/types.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { factsIn } from "./label-facts.ts";
import { EDITS } from "./unseen-edits.ts";
import type { Edit } from "./unseen-edits.ts";
import { read, recordArbitrary } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/** What a twin world does to the record at `at`. */
export interface Change {
  readonly at: number;
  readonly edit: number;
  readonly pick: number;
  readonly replacement: PlainRecord;
  /** For a hidden record: `remove`, `replace`, or leave. */
  readonly hidden: "remove" | "replace" | "keep";
}

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
  const onlooker = onlookerOf(world.records, decision, facts, world.past);
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
  const records = takenBack(world.records, twin, added, decision, facts);
  return { records, past: pastUnseen(world.past, changes, onlooker) };
}

/** Rounds in which what differs is taken back; what is then as it was no longer differs. */
const ROUNDS = 5;

/**
 * The twin without what turned out to be seen: a new reference may lead to a record that lends other labels now than
 * it did when the change was judged.
 */
function takenBack(
  world: readonly PlainRecord[],
  drafts: readonly (PlainRecord | null)[],
  added: readonly PlainRecord[],
  decision: Decision,
  facts: Facts,
): readonly PlainRecord[] {
  const was = onlookerOf(world, decision, facts, []);
  let [twin, extras] = [drafts, added];
  for (let round = 0; round < ROUNDS; round++) {
    const present = [...extras, ...twin.filter((record) => record !== null).toReversed()];
    const is = onlookerOf(present, decision, facts, []);
    const kept = twin.map((record, at) => {
      const original = world[at] as PlainRecord;
      return looksOf(record, is) === looksOf(original, was) ? record : original;
    });
    const unseen = extras.filter((record) => is.seen(record) === null);
    if (unseen.length === extras.length && kept.every((record, at) => record === twin[at])) return present;
    [twin, extras] = [kept, unseen];
  }
  return world;
}

/** Whether it is seen, and under which labels. */
function looksOf(record: PlainRecord | null, { seen, factsOf }: Onlooker): string {
  return record === null || seen(record) === null ? "unseen" : String(factsOf(record).segments);
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

function onlookerOf(
  world: readonly PlainRecord[],
  decision: Decision,
  facts: Facts,
  past: readonly PlainRecord[],
): Onlooker {
  const { policy } = decision;
  const { segments } = policy;
  const ofWorld = factsIn(world.map(read), segments);
  const factsOf = (record: PlainRecord): RecordFacts => ofWorld(read(record));
  const lenders = new Set(
    [...world, ...past].flatMap((record) => labelCardOf(read(record), segments).links.map(({ ref }) => ref)),
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
