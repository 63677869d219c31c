import type { CompiledPolicy } from "../../types.ts";
import { meaningOf } from "../../compile/hash.ts";
import { canonicalJson } from "../../../kernel/canonical-json.ts";
import type { CellChange } from "../diff.ts";
import { compareNames } from "../use-index.ts";
import { bearingOf, bearingOfWhole, isWording } from "./bearing.ts";
import { type Fact, type Thing, thingsOf } from "./facts.ts";
import { grantChanges } from "./grants.ts";
import type { OtherChange } from "./types.ts";

/**
 * Everything beside the given cells that two policies say differently, by kind, id and field.
 * INVARIANT: where the hashes differ and no cell does, it is not empty; of equal policies it is empty.
 */
export function othersOf(
  before: CompiledPolicy,
  after: CompiledPolicy,
  cells: readonly CellChange[],
): readonly OtherChange[] {
  const [old, now] = [thingsOf(before), thingsOf(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    changesOfThing(old.get(key), now.get(key)),
  );
  const all = [...changes, ...grantChanges(before, after, cells)].toSorted(byPlace);
  if (all.length > 0 || cells.length > 0 || before.hash === after.hash) return all;
  return unnamed(before, after);
}

/** True unless nothing but texts and the grouping of grants differs. */
export function bearsOnAnswers(changes: readonly OtherChange[]): boolean {
  return changes.some(({ bearing }) => bearing !== "wording");
}

function byPlace(a: OtherChange, b: OtherChange): number {
  return compareNames(a.kind, b.kind) || compareNames(a.id, b.id) || compareNames(a.field, b.field);
}

function changesOfThing(was: Thing | undefined, is: Thing | undefined): readonly OtherChange[] {
  const { kind, id } = was ?? is ?? { kind: "", id: "" };
  if (was === undefined || is === undefined) {
    const bearing = bearingOfWhole(kind, was === undefined);
    return [{ kind, id, field: "", was: summary(was), is: summary(is), bearing }];
  }
  const fields = [...new Set([...was.facts.keys(), ...is.facts.keys()])];
  return fields.flatMap((field) =>
    changesOfFact({ kind, id, field }, was.facts.get(field), is.facts.get(field)),
  );
}

function summary(thing: Thing | undefined): readonly string[] {
  if (thing === undefined) return [];
  const said = [...thing.facts].filter(([field]) => !isWording(thing.kind, field));
  return said
    .filter(([, { items }]) => items.length > 0)
    .map(([field, { items }]) => `${field}: ${items.join(", ")}`);
}

function changesOfFact(
  place: Pick<OtherChange, "kind" | "id" | "field">,
  was: Fact | undefined,
  is: Fact | undefined,
): readonly OtherChange[] {
  if (was !== undefined && is !== undefined && was.items.join("\0") === is.items.join("\0")) return [];
  const bearing = bearingOf(place.kind, place.field, was, is);
  const [gone, come] = [without(was, is), without(is, was)];
  // The same entries in another order, or a list that is empty where nothing was said: both are shown whole.
  if (gone.length + come.length > 0) return [{ ...place, was: gone, is: come, bearing }];
  return [{ ...place, was: whole(was), is: whole(is), bearing }];
}

function without(fact: Fact | undefined, other: Fact | undefined): readonly string[] {
  const there = new Set(other?.items ?? []);
  return (fact?.items ?? []).filter((item) => !there.has(item));
}

function whole(fact: Fact | undefined): readonly string[] {
  if (fact === undefined) return ["unsaid"];
  return fact.items.length === 0 ? ["nothing"] : fact.items;
}

/** What differs where no field above does, such as the order of segments or of elements: the parts that do, by name. */
function unnamed(before: CompiledPolicy, after: CompiledPolicy): readonly OtherChange[] {
  const [old, now] = [Object.entries(meaningOf(before)), new Map(Object.entries(meaningOf(after)))];
  const parts = old.filter(([part, value]) => textOf(value) !== textOf(now.get(part))).map(([part]) => part);
  const named = parts.length === 0 ? ["hash"] : parts;
  return named.map((field) => ({
    kind: "policy",
    id: after.org.id,
    field,
    was: [before.hash],
    is: [after.hash],
    bearing: "may-open",
  }));
}

function textOf(value: unknown): string {
  return value === undefined ? "" : canonicalJson(value);
}
