import type { TransformCode, TransformVector } from "../../catalogue/transforms.ts";
import { codeOf, DROP, KEEP, meet, transformOf } from "../../catalogue/transforms.ts";
import { indexesOf, resolveElements } from "../resolve/element-list.ts";
import type { ElementScope } from "../resolve/element-name.ts";
import type { ElementEntry } from "../source/elements.ts";

/** What names mean in a list, and what they are written out as. */
export interface ListScope extends ElementScope {
  /** Entries of a set. */
  entriesOf(set: string): readonly ElementEntry[];
  /** Entries that `purpose.need` stands for; empty where it has no meaning. */
  readonly needEntries: readonly ElementEntry[];
}

/** An entry of a list as it will stand: one that stays, by its position, or a new one where `at` stood or at the end. */
export type PlannedEntry =
  | { readonly stays: number }
  | { readonly put: ElementEntry; readonly at: number | null };

interface ReadEntry {
  readonly entry: ElementEntry | null;
  readonly vector: TransformVector;
  readonly exact: boolean;
}

/**
 * The list in which element `index` comes in `form`, and every other as before. An entry by the element's own id decides
 * over globs and sets (POL-301), so giving it takes one entry; taking it out writes out what names it among others,
 * in the largest parts that do not. Null entries (`segment:…`) stay.
 */
export function planList(
  entries: readonly (ElementEntry | null)[],
  index: number,
  form: TransformCode,
  scope: ListScope,
): readonly PlannedEntry[] {
  const read = entries.map((entry) => readEntry(entry, scope));
  return form === DROP ? without(read, index, scope) : giving(read, index, form, scope);
}

/** True when a plan leaves a list as it is. */
export function leavesAsIs(plan: readonly PlannedEntry[], length: number): boolean {
  return plan.length === length && plan.every((entry) => "stays" in entry);
}

/** What one entry gives, as if it stood alone. */
export function vectorOf(entry: ElementEntry, scope: ListScope): TransformVector {
  return resolveElements([entry], scope, NOWHERE, () => undefined).vector;
}

const NOWHERE = { file: { at: () => ({ file: "", line: 1, column: 1 }) }, path: [] };

function readEntry(entry: ElementEntry | null, scope: ListScope): ReadEntry {
  if (entry === null) return { entry, vector: new Uint8Array(scope.index.ids.length), exact: false };
  return { entry, vector: vectorOf(entry, scope), exact: isExact(nameOf(entry)) };
}

function giving(
  read: readonly ReadEntry[],
  index: number,
  form: TransformCode,
  scope: ListScope,
): readonly PlannedEntry[] {
  const named = (exact: boolean): readonly number[] =>
    [...read.keys()].filter((at) => read[at]?.exact === exact && read[at].vector[index] !== DROP);
  const [own, [broad]] = [named(true), named(false)];
  const others = [...read.keys()].filter((at) => !own.includes(at)).map((stays) => ({ stays }));
  if (broad !== undefined && read[broad]?.vector[index] === form) return others;
  const put: PlannedEntry = { put: entryOf(index, form, scope), at: own[0] ?? null };
  if (own.length === 1 && read[own[0] ?? 0]?.vector[index] === form)
    return read.map((_one, stays) => ({ stays }));
  const before = others.filter(({ stays }) => own[0] !== undefined && stays < own[0]);
  return own.length === 0 ? [...others, put] : [...before, put, ...others.slice(before.length)];
}

function without(read: readonly ReadEntry[], index: number, scope: ListScope): readonly PlannedEntry[] {
  const staying = read.filter(({ vector }) => vector[index] === DROP);
  const covered = new Set(staying.flatMap(({ vector }) => indexesOf(vector)));
  return read.flatMap(({ entry, vector, exact }, position): readonly PlannedEntry[] => {
    if (vector[index] === DROP) return [{ stays: position }];
    if (exact || entry === null) return [];
    const wanted = vector.with(index, DROP);
    const parts = [
      ...partsWithin(entry, wanted, scope),
      ...indexesOf(wanted).map((at) => entryOf(at, wanted[at] ?? DROP, scope)),
    ];
    return parts.filter((part) => addsTo(covered, part, scope)).map((put) => ({ put, at: position }));
  });
}

/** The largest parts of an entry that give nothing but what is wanted, in the order they are written. */
function partsWithin(
  entry: ElementEntry,
  wanted: TransformVector,
  scope: ListScope,
): readonly ElementEntry[] {
  return partsOf(entry, scope).flatMap((part) => {
    const vector = vectorOf(part, scope);
    if (indexesOf(vector).every((index) => vector[index] === wanted[index])) return [part];
    return isExact(nameOf(part)) ? [] : partsWithin(part, wanted, scope);
  });
}

/** One step of writing out a set, `purpose.need` or a glob. */
function partsOf(entry: ElementEntry, scope: ListScope): readonly ElementEntry[] {
  const name = nameOf(entry);
  const form = formOf(entry);
  if (name === "purpose.need") return scope.needEntries.flatMap((part) => narrowed(part, form));
  if (name.endsWith(".*")) return partsOfGlob(name, scope).flatMap((part) => narrowed(part, form));
  return scope.entriesOf(name).flatMap((part) => narrowed(part, form));
}

/** `patient.*` is `patient.name`, `patient.contact.*`, …: one more step of the element tree. */
function partsOfGlob(glob: string, { index }: ListScope): readonly string[] {
  const prefix = glob.slice(0, -1);
  const parts = index.under(glob).map((at) => {
    const id = index.ids[at] ?? "";
    const end = id.indexOf(".", prefix.length);
    return end === -1 ? id : `${id.slice(0, end)}.*`;
  });
  return [...new Set(parts)];
}

/** True, and counted as covered, when the part gives an element that nothing before it gives. */
function addsTo(covered: Set<number>, part: ElementEntry, scope: ListScope): boolean {
  const fresh = indexesOf(vectorOf(part, scope)).filter((index) => !covered.has(index));
  for (const index of fresh) covered.add(index);
  return fresh.length > 0;
}

/** The entry, shown in `form` at most; none when nothing of it would be left. */
function narrowed(entry: ElementEntry, form: TransformCode): readonly ElementEntry[] {
  const both = meet(formOf(entry), form);
  return both === DROP ? [] : [named(nameOf(entry), both)];
}

function entryOf(index: number, form: TransformCode, scope: ListScope): ElementEntry {
  return named(scope.index.ids[index] ?? "", form);
}

function named(id: string, form: TransformCode): ElementEntry {
  const as = transformOf(form);
  return form === KEEP || as === "drop" ? id : { id, as };
}

function nameOf(entry: ElementEntry): string {
  return typeof entry === "string" ? entry : entry.id;
}

function formOf(entry: ElementEntry): TransformCode {
  return typeof entry === "string" ? KEEP : codeOf(entry.as);
}

/** An element's own id, rather than a set, a glob or `purpose.need`. */
function isExact(name: string): boolean {
  return !/^[A-Z]|\*$|^purpose\.need$/.test(name);
}
