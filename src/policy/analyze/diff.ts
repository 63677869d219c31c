import { atMost, codeOf, DROP } from "../../catalogue/transforms.ts";
import type { CompiledPolicy } from "../types.ts";
import { type Cell, cellsOfElement } from "./cells.ts";
import { isSameVector } from "./lattice.ts";
import { compareNames, segmentsAt, type UseGrant, useIndexOf } from "./use-index.ts";

/** How one cell differs between two policies. */
export interface CellChange {
  /** `gained` and `lost` whole; `wider`, `narrower` or `other` where both have it in another form. */
  readonly change: "gained" | "lost" | "wider" | "narrower" | "other";
  readonly before: Cell | null;
  readonly after: Cell | null;
}

/**
 * The cells of standing grants that differ, in the order of cells. Where several grants give one cell, they are
 * compared as a set, so that splitting a grant in two changes nothing. Elements and segments are told apart by their
 * ids, so the catalogues may differ.
 */
export function diffOf(before: CompiledPolicy, after: CompiledPolicy): readonly CellChange[] {
  const [old, now] = [rowsByKey(before), rowsByKey(after)];
  const places = placesOf(before, after);
  const sides: Sides = {
    before,
    after,
    places,
    sameElements: places.every((place) => place.before === place.after),
    sameSegments: haveSameSegments(before, after),
  };
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted(compareNames);
  return keys.flatMap((key) => changesOfRow(sides, old.get(key) ?? [], now.get(key) ?? []));
}

interface Sides {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  readonly places: readonly Place[];
  /** Whether an index means the same element in both. */
  readonly sameElements: boolean;
  /** Whether a bit means the same segment in both. */
  readonly sameSegments: boolean;
}

/** One element's index in each policy; -1: it is not in that one. */
interface Place {
  readonly before: number;
  readonly after: number;
}

function rowsByKey(policy: CompiledPolicy): ReadonlyMap<string, readonly UseGrant[]> {
  return new Map(useIndexOf(policy).rows.map(({ role, purpose, grants }) => [`${role}\0${purpose}`, grants]));
}

/** In the order of the ids. */
function placesOf(before: CompiledPolicy, after: CompiledPolicy): readonly Place[] {
  const ids = new Set([...before.catalogue.elements, ...after.catalogue.elements].map(({ id }) => id));
  return [...ids].toSorted(compareNames).map((id) => ({
    before: before.catalogue.byId(id)?.index ?? -1,
    after: after.catalogue.byId(id)?.index ?? -1,
  }));
}

function haveSameSegments(before: CompiledPolicy, after: CompiledPolicy): boolean {
  const names = ({ segments }: CompiledPolicy): string =>
    segments.map(({ id, bit }) => `${bit} ${id}`).join();
  return names(before) === names(after);
}

function changesOfRow(
  { before, after, places, sameElements, sameSegments }: Sides,
  old: readonly UseGrant[],
  now: readonly UseGrant[],
): readonly CellChange[] {
  if (sameElements && sameSegments && areSameGrants(old, now)) return [];
  return places.flatMap((place) => {
    if (sameSegments && areAlike(old, now, place)) return [];
    const [was, is] = [
      cellsOfElement(before, { grants: old }, place.before),
      cellsOfElement(after, { grants: now }, place.after),
    ];
    if (was.length + is.length === 1) return changesOf(was, is);
    const relations = [...new Set([...was, ...is].map(({ on }) => on))].toSorted(compareNames);
    return relations.flatMap((relation) =>
      changesOf(
        was.filter(({ on }) => on === relation),
        is.filter(({ on }) => on === relation),
      ),
    );
  });
}

/** Most rows of two policies are the same, vector by vector. */
function areSameGrants(old: readonly UseGrant[], now: readonly UseGrant[]): boolean {
  return old.length === now.length && old.every((use, i) => isSameUse(use, now[i]));
}

function isSameUse(a: UseGrant, b: UseGrant | undefined): boolean {
  if (b === undefined || a.terms !== b.terms || a.segments.size !== b.segments.size) return false;
  if (!isSameVector(a.shown, b.shown)) return false;
  return [...a.segments].every(([bit, vector]) => {
    const other = b.segments.get(bit);
    if (vector === a.shown && other === b.shown) return true;
    return other !== undefined && isSameVector(vector, other);
  });
}

/** True only when both give the element by the same grants in the same order; most cells of two policies do. */
function areAlike(old: readonly UseGrant[], now: readonly UseGrant[], place: Place): boolean {
  let i = nextGiving(old, 0, place.before);
  let j = nextGiving(now, 0, place.after);
  for (;;) {
    const [a, b] = [old[i], now[j]];
    if (a === undefined || b === undefined) return a === b;
    if (a.terms !== b.terms || a.shown[place.before] !== b.shown[place.after]) return false;
    if (segmentsAt(a, place.before) !== segmentsAt(b, place.after)) return false;
    i = nextGiving(old, i + 1, place.before);
    j = nextGiving(now, j + 1, place.after);
  }
}

function nextGiving(grants: readonly UseGrant[], from: number, index: number): number {
  let next = from;
  while (next < grants.length && (grants[next]?.shown[index] ?? DROP) === DROP) next += 1;
  return next;
}

function changesOf(before: readonly Cell[], after: readonly Cell[]): readonly CellChange[] {
  const gone = before.filter((cell) => !after.some((other) => sameForm(cell, other)));
  const come = after.filter((cell) => !before.some((other) => sameForm(cell, other)));
  const [lost, gained] = [gone[0], come[0]];
  if (gone.length === 1 && come.length === 1 && lost !== undefined && gained !== undefined) {
    return [{ change: kindOf(lost, gained), before: lost, after: gained }];
  }
  return [
    ...gone.map((cell): CellChange => ({ change: "lost", before: cell, after: null })),
    ...come.map((cell): CellChange => ({ change: "gained", before: null, after: cell })),
  ];
}

function kindOf(before: Cell, after: Cell): CellChange["change"] {
  if (noMoreThan(before, after)) return "wider";
  return noMoreThan(after, before) ? "narrower" : "other";
}

/** True when everything that `a` shows, `b` shows too. */
function noMoreThan(a: Cell, b: Cell): boolean {
  return (
    atMost(codeOf(a.as), codeOf(b.as)) &&
    a.segments.every((segment) => b.segments.includes(segment)) &&
    a.can.every((capability) => b.can.includes(capability)) &&
    (b.systems.length === 0 ||
      (a.systems.length > 0 && a.systems.every((system) => b.systems.includes(system))))
  );
}

/** Rules are named by their place in a file, so a rule's name alone is no change. */
function sameForm(a: Cell, b: Cell): boolean {
  return noMoreThan(a, b) && noMoreThan(b, a);
}
