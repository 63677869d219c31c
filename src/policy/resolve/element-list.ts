import { codeOf, DROP, meet } from "../../catalogue/transforms.ts";
import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Path } from "../parse/yaml.ts";
import type { ElementEntry } from "../source/elements.ts";
import type { SourcePosition } from "../types.ts";
import { resolveName } from "./element-name.ts";
import type { ElementScope, NamedElements, Report } from "./element-name.ts";

/** A list in a file: for the positions of what is said about it. */
export interface Place {
  readonly file: Pick<SourceFile, "at">;
  readonly path: Path;
}

/** What an element list gives. */
export interface ResolvedElements {
  readonly vector: TransformVector;
  /** Per element, the entry of the list that gave it; -1 where nothing did. */
  readonly origin: Int16Array;
  /** False when an entry could not be resolved, which was reported. */
  readonly complete: boolean;
  readonly place: Place;
}

/**
 * Elements of a list with a transform each. An entry that names one element by its id decides over globs and sets;
 * beyond that an element given twice with different transforms is POL-301. Null entries hold their place.
 */
export function resolveElements(
  entries: readonly (ElementEntry | null)[],
  scope: ElementScope,
  place: Place,
  report: Report,
): ResolvedElements {
  const size = scope.index.ids.length;
  const result = { vector: new Uint8Array(size), origin: new Int16Array(size).fill(-1), place };
  const named = entries.map((entry, position) =>
    entry === null ? undefined : resolveEntry(entry, scope, positionOf(place, position), report),
  );
  for (const exact of [false, true]) {
    const decided = new Int16Array(size).fill(-1);
    for (const [position, elements] of named.entries()) {
      if (elements?.exact !== exact) continue;
      const contradicted = lay(elements.vector, position, decided, result);
      if (contradicted !== undefined) report(contradiction(scope, contradicted, positionOf(place, position)));
    }
  }
  const complete = entries.every((entry, position) => entry === null || named[position] !== undefined);
  return { ...result, complete };
}

/** Where the entry that gave element `index` stands. */
export function originOf({ origin, place }: ResolvedElements, index: number): SourcePosition {
  return positionOf(place, Math.max(origin[index] ?? 0, 0));
}

/** The indexes grouped by the entry of the list that gave them, in the order of the entries. */
export function byEntry(
  { origin }: ResolvedElements,
  indexes: readonly number[],
): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>();
  for (const index of indexes) {
    const entry = origin[index] ?? -1;
    groups.set(entry, [...(groups.get(entry) ?? []), index]);
  }
  return [...groups.entries()].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}

/** Positions of the elements that `vector` shows in any form. */
export function indexesOf(vector: TransformVector): readonly number[] {
  return [...vector.keys()].filter((index) => vector[index] !== DROP);
}

function positionOf(place: Place, entry: number): SourcePosition {
  return place.file.at([...place.path, entry]);
}

function resolveEntry(
  entry: ElementEntry,
  scope: ElementScope,
  at: SourcePosition,
  report: Report,
): NamedElements | undefined {
  if (typeof entry === "string") return resolveName(entry, scope, at, report);
  const named = resolveName(entry.id, scope, at, report);
  if (named === undefined) return undefined;
  const as = codeOf(entry.as);
  return { ...named, vector: named.vector.map((code) => meet(code, as)) };
}

/** Lays one entry over the result; returns an element on which two entries of equal rank disagree. */
function lay(
  vector: TransformVector,
  position: number,
  decided: Int16Array,
  result: { vector: TransformVector; origin: Int16Array },
): number | undefined {
  let contradicted: number | undefined;
  for (const index of indexesOf(vector)) {
    const code: TransformCode = vector[index] ?? DROP;
    if (decided[index] !== -1 && result.vector[index] !== code) contradicted ??= index;
    decided[index] = position;
    result.vector[index] = code;
    result.origin[index] = position;
  }
  return contradicted;
}

function contradiction(scope: ElementScope, index: number, at: SourcePosition) {
  const id = scope.index.ids[index] ?? "";
  const hint = "name the element by its own id to decide";
  return finding("POL-301", at, `\`${id}\` is given twice with different transforms`, hint);
}

/** "`claim.lines`, `claim.total` and 3 more", for messages. */
export function listed(scope: Pick<ElementScope, "index">, indexes: readonly number[]): string {
  const names = indexes.slice(0, 3).map((index) => `\`${scope.index.ids[index] ?? ""}\``);
  return indexes.length > 3 ? `${names.join(", ")} and ${indexes.length - 3} more` : names.join(", ");
}
