import type { Shown } from "../record/shown.ts";
import type { Steps } from "../steps.ts";
import { elementsRead, filtersIn } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { holdingAll } from "./filter.ts";
import type { Neighbors } from "./neighbors.ts";
import type { MatchContext } from "./value-test.ts";

/** What conditions are evaluated with. */
export interface Joining {
  readonly neighbors: Neighbors;
  readonly steps: Steps;
  readonly match: MatchContext;
  /** Elements of other records that a match told about. */
  readonly told: Set<number>;
}

type Join = Extract<Condition, { readonly kind: "chain" | "has" }>;

/**
 * The records on which the condition holds, in their order. Chains follow references as they are shown, to records
 * that are visible: one that is hidden or absent holds nothing.
 */
export async function holding(
  condition: Condition,
  records: readonly Shown[],
  joining: Joining,
): Promise<readonly Shown[]> {
  if (records.length === 0) return [];
  switch (condition.kind) {
    case "filter":
      return holdingAll(records, [condition.filter], joining.steps.matches);
    case "chain":
      return chained(condition, records, joining);
    case "has":
      return referredTo(condition, records, joining);
    case "not": {
      const without = new Set(await holding(condition.of, records, joining));
      return records.filter((record) => !without.has(record));
    }
    case "every":
    case "some":
      return combined(condition, records, joining);
    default:
      return condition satisfies never;
  }
}

async function combined(
  { kind, of }: Extract<Condition, { readonly kind: "every" | "some" }>,
  records: readonly Shown[],
  joining: Joining,
): Promise<readonly Shown[]> {
  let left = records;
  const found = new Set<Shown>();
  for (const part of of) {
    const holds = await holding(part, left, joining);
    for (const record of holds) found.add(record);
    left = kind === "every" ? holds : left.filter((record) => !found.has(record));
  }
  return kind === "every" ? left : records.filter((record) => found.has(record));
}

/** FHIR R4 search, 3.1.1.4.13. */
async function chained(
  { type, reference, of }: Join,
  records: readonly Shown[],
  joining: Joining,
): Promise<readonly Shown[]> {
  const { steps, match, neighbors } = joining;
  const links = new Map(
    records.map((record) => [record, steps.references(record.resource, reference, match)] as const),
  );
  const ids = [...links.values()].flatMap((refs) => idsOf(refs, type));
  const targets = await witnesses(of, await neighbors.byIds(type, ids), joining);
  const reached = new Set(targets.map((target) => `${type}/${target.id}`));
  return steps.joined(records, (record) => links.get(record) ?? [], reached);
}

/** FHIR R4 search, 3.1.1.4.14. */
async function referredTo(
  { type, reference, of }: Join,
  records: readonly Shown[],
  joining: Joining,
): Promise<readonly Shown[]> {
  const { steps, match, neighbors } = joining;
  const refs = records.map(({ ref }) => ref);
  const sources = await neighbors.referring(type, { reference, refs, narrowing: filtersIn(of) });
  const held = await witnesses(of, sources, joining);
  const reached = new Set(held.flatMap(({ resource }) => steps.references(resource, reference, match)));
  return steps.joined(records, (record) => [record.ref], reached);
}

/** The records on which the condition of a join holds: that they do tells what it compared. */
export async function witnesses(
  of: Condition,
  records: readonly Shown[],
  joining: Joining,
): Promise<readonly Shown[]> {
  const held = await holding(of, records, joining);
  const read = elementsRead(of);
  for (const shown of held) tell(joining.told, shown, read);
  return held;
}

/** Adds those of the elements read that the record shows. */
export function tell(told: Set<number>, { projected }: Shown, read: readonly number[]): void {
  for (const element of read) if (projected.released.has(element)) told.add(element);
}

/** Ids of the references to a type among these. */
export function idsOf(refs: readonly string[], type: string): readonly string[] {
  const start = `${type}/`;
  return refs.filter((ref) => ref.startsWith(start)).map((ref) => ref.slice(start.length));
}

/** The records of which a link is among those reached. */
export function joined(
  records: readonly Shown[],
  linksOf: (record: Shown) => readonly string[],
  reached: ReadonlySet<string>,
): readonly Shown[] {
  return records.filter((record) => linksOf(record).some((ref) => reached.has(ref)));
}
