/** Two charts of the shipped policy's elements that look alike to a session, by the leaves and the reference decider. */
import { transformOf } from "../../src/catalogue/transforms.ts";
import { labelCardOf } from "../../src/catalogue/lent-labels.ts";
import type { LabelCard } from "../../src/catalogue/lent-labels.ts";
import type { RecordFacts } from "../../src/catalogue/types.ts";
import { referenceTransform } from "../../src/decision/reference/decider.ts";
import { meet } from "../../src/decision/reference/lattice.ts";
import type { Dice } from "../../src/gateway/fhir/testing/dice.ts";
import { factsIn } from "../../src/gateway/fhir/testing/label-facts.ts";
import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import type { Chart } from "../leaks/chart.ts";
import { nameOf } from "../leaks/chart.ts";
import { pathsByType } from "../leaks/element-paths.ts";
import type { ElementPath } from "../leaks/element-paths.ts";
import { readRecord } from "../leaks/leaves.ts";
import type { Leaf } from "../leaks/leaves.ts";
import { requestOf } from "../leaks/sessions.ts";
import type { Session } from "../leaks/sessions.ts";

/** What a session sees of one record, leaf by leaf. */
export interface Seen {
  readonly isVisible: boolean;
  readonly leaves: readonly Leaf[];
  /** For each leaf: nothing of it shows, not even that it is there. */
  readonly hidden: readonly boolean[];
}

export type Look = (record: JsonObject) => Seen;

/** How a session sees records of a world; labels come from that world. */
export function lookOf(chart: Chart, session: Session, world: readonly JsonObject[]): Look {
  const paths = pathsByType(chart.policy.catalogue);
  const factsOf = factsIn(world, chart.policy.segments);
  const request = requestOf(session, chart.caseId);
  const { policy, facts } = chart;
  return (record) => {
    const about = factsOf(record);
    const codeOf = remembering((element) =>
      referenceTransform({ request, policy, facts, record: about, element }),
    );
    return seenOf(record, paths.get(about.type) ?? [], about, codeOf);
  };
}

function seenOf(
  record: JsonObject,
  paths: readonly ElementPath[],
  { attributed }: RecordFacts,
  codeOf: (element: number) => number,
): Seen {
  const { leaves, contexts } = readRecord(record, paths);
  const isVisible =
    attributed &&
    contexts.length > 0 &&
    contexts.every((elements) => elements.some((one) => codeOf(one) !== 0));
  const hidden = leaves.map(({ owners }) => {
    if (!isVisible) return true;
    if (owners === "structural") return false;
    return owners === null || owners.length === 0 || transformOf(owners.map(codeOf).reduce(meet)) === "drop";
  });
  return { isVisible, leaves, hidden };
}

function remembering(codeOf: (element: number) => number): (element: number) => number {
  const known = new Map<number, number>();
  return (element) => {
    const code = known.get(element) ?? codeOf(element);
    known.set(element, code);
    return code;
  };
}

/** Literals that stand somewhere in the chart, by the path they stand at. */
export type Pools = ReadonlyMap<string, readonly string[]>;

export function poolsOf(chart: Chart): Pools {
  const pools = new Map<string, Set<string>>();
  for (const { leaves } of chart.records)
    for (const { path, literal } of leaves) pools.set(path, (pools.get(path) ?? new Set()).add(literal));
  return new Map([...pools].map(([path, literals]) => [path, [...literals]]));
}

/**
 * The world with other values at what the session does not see, hidden records gone, changed or added, in reverse.
 * A change after which anything visible would differ by the reference decider is not made; nor is one of a record that
 * lends labels to others, if it then would lend others.
 */
export function twinWorld(
  world: readonly JsonObject[],
  chart: Chart,
  session: Session,
  pools: Pools,
  dice: Dice,
): readonly JsonObject[] {
  const look = lookOf(chart, session, world);
  const { segments } = chart.policy;
  const lenders = new Set(
    world.flatMap((record) => labelCardOf(record, segments).links.map(({ ref }) => ref)),
  );
  const lends = (record: JsonObject | null): string =>
    JSON.stringify(record === null ? NOTHING : labelCardOf(record, segments));
  const drafts = world.map((record): Draft => {
    const seen = look(record);
    const { changed, extra } = draftOf(record, seen, pools, dice);
    const mayLend = lenders.has(nameOf(record)) && lends(record) !== lends(changed);
    const isUnseen = !mayLend && isAlike(seen, changed === null ? null : look(changed));
    return { changed: isUnseen ? changed : record, extra };
  });
  return takenBack(world, drafts, look, (present) => lookOf(chart, session, present)).toReversed();
}

/** Rounds in which what differs is taken back; what is then as it was no longer differs. */
const ROUNDS = 5;

/** A new reference may lead to a record that lends other labels now than it did when the change was judged. */
function takenBack(
  world: readonly JsonObject[],
  drafts: readonly Draft[],
  look: Look,
  lookIn: (present: readonly JsonObject[]) => Look,
): readonly JsonObject[] {
  let left = drafts;
  for (let round = 0; round < ROUNDS; round++) {
    const present = left.flatMap(({ extra, changed }) => [extra, changed].filter(isThere));
    const again = lookIn(present);
    const kept = left.map(({ extra, changed }, at): Draft => {
      const original = world[at] as JsonObject;
      const isSame = isAlike(look(original), changed === null ? null : again(changed));
      const isUnseen = extra === null || !again(extra).isVisible;
      return { changed: isSame ? changed : original, extra: isUnseen ? extra : null };
    });
    const isStable = kept.every(
      (one, at) => one.changed === left[at]?.changed && one.extra === left[at]?.extra,
    );
    if (isStable) return present;
    left = kept;
  }
  return world;
}

/** The card of a record that is not there. */
const NOTHING: LabelCard = { whole: 0, setting: 0, links: [] };

function isThere(record: JsonObject | null): record is JsonObject {
  return record !== null;
}

interface Draft {
  readonly changed: JsonObject | null;
  readonly extra: JsonObject | null;
}

function draftOf(record: JsonObject, seen: Seen, pools: Pools, dice: Dice): Draft {
  const other = withLeaves(record, seen, pools, dice);
  if (seen.isVisible) return { changed: other, extra: null };
  const extra = dice.once(2) ? { ...other, id: `${record["id"] as string}-twin` } : null;
  return {
    changed: dice.weighed([
      [1, null],
      [2, other],
      [1, record],
    ]),
    extra,
  };
}

/** Every hidden leaf has a chance to hold what stands at the same place of another record. */
function withLeaves(record: JsonObject, { leaves, hidden }: Seen, pools: Pools, dice: Dice): JsonObject {
  let at = 0;
  const rebuilt = (value: JsonValue): JsonValue => {
    if (Array.isArray(value))
      return (value as readonly JsonValue[]).map((item) => (item === null ? item : rebuilt(item)));
    if (isJsonObject(value)) {
      const entries = Object.entries(value).map(([key, inner]) =>
        inner === undefined || inner === null ? ([key, inner] as const) : ([key, rebuilt(inner)] as const),
      );
      return Object.fromEntries(entries);
    }
    const leaf = leaves[at];
    const isHidden = hidden[at] === true;
    at += 1;
    if (leaf === undefined || !isHidden || IDENTITY.test(leaf.path) || dice.once(3)) return value;
    return sameKind(value, dice.one(pools.get(leaf.path) ?? [leaf.literal]));
  };
  return rebuilt(record) as JsonObject;
}

const IDENTITY = /^[A-Za-z]+\.(?:id|resourceType)$/;

function sameKind(value: JsonValue, literal: string): JsonValue {
  if (typeof value === "boolean") return literal === "true";
  return value instanceof JsonNumber ? new JsonNumber(literal) : literal;
}

function isAlike(left: Seen, right: Seen | null): boolean {
  if (right === null || !right.isVisible) return !left.isVisible && right?.isVisible !== true;
  return left.isVisible && shownLeaves(left) === shownLeaves(right);
}

/** Kept and transformed leaves alike: those were not changed, so they are the same to the letter. */
function shownLeaves({ leaves, hidden }: Seen): string {
  return leaves
    .filter((_, at) => hidden[at] !== true)
    .map(({ path, literal }) => `${path}=${literal}`)
    .join("\n");
}

/** The first record of which something that the session does not see was changed or lost; null: none. */
export function firstChanged(
  look: Look,
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): string | null {
  const current = new Map(after.map((record) => [nameOf(record), record]));
  for (const record of before) {
    const seen = look(record);
    const now = current.get(nameOf(record));
    if (now === undefined && seen.isVisible) continue;
    if (now === undefined || !stillThere(seen, now)) return nameOf(record);
  }
  return null;
}

/**
 * Leaves of elements that the session is not given, and of the record itself. What no element names beside a value
 * that the session may change goes with that value: a display with its reference.
 */
function stillThere({ isVisible, leaves, hidden }: Seen, now: JsonObject): boolean {
  const there = new Set(readRecord(now, []).leaves.map(({ path, literal }) => `${path}=${literal}`));
  return leaves.every(({ path, literal, owners }, at) => {
    const isKept = hidden[at] === true && (!isVisible || owners !== null || OF_THE_RECORD.test(path));
    return !isKept || OF_THE_VERSION.test(path) || there.has(`${path}=${literal}`);
  });
}

const OF_THE_RECORD =
  /^[A-Za-z]+\.(?:text|contained|extension|modifierExtension|meta|implicitRules|language)\b/;
const OF_THE_VERSION = /\.meta\.(?:versionId|lastUpdated)$/;
