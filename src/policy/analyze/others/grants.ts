import { DROP, transformOf } from "../../../catalogue/transforms.ts";
import { canonicalJson } from "../../../kernel/canonical-json.ts";
import type { CompiledGrant, CompiledPolicy } from "../../types.ts";
import type { CellChange } from "../diff.ts";
import { compareNames } from "../use-index.ts";
import { bearingOfLists } from "./bearing.ts";
import type { OtherChange } from "./types.ts";

/** The standing grants of one role for one purpose. */
interface Place {
  /** `disclose on billable` to the elements that it gives, each with its form and segments. */
  readonly given: ReadonlyMap<string, readonly Given[]>;
  /** The grants as they are written, one by one. */
  readonly written: string;
}

interface Given {
  readonly element: string;
  readonly text: string;
}

/**
 * What standing grants give beyond the cells: disclosing, writing, approving, looking people up, and uses that no cell
 * counts. Where nothing is given otherwise, grants that are parted or ordered otherwise are wording.
 */
export function grantChanges(
  before: CompiledPolicy,
  after: CompiledPolicy,
  cells: readonly CellChange[],
): readonly OtherChange[] {
  const [old, now] = [placesOf(before), placesOf(after)];
  const told = toldByCells(cells);
  return [...new Set([...old.keys(), ...now.keys()])].toSorted(compareNames).flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (was?.written === is?.written) return [];
    const fields = [...new Set([...(was?.given.keys() ?? []), ...(is?.given.keys() ?? [])])];
    const changes = fields
      .toSorted(compareNames)
      .flatMap((field) => fieldChange(id, field, was?.given.get(field), is?.given.get(field), told));
    if (changes.length > 0 || told.has(id)) return changes;
    return [{ kind: "grant", id, field: "grouping", was: [], is: [], bearing: "wording" } as const];
  });
}

function fieldChange(
  id: string,
  field: string,
  was: readonly Given[] = [],
  is: readonly Given[] = [],
  told: ReadonlySet<string>,
): readonly OtherChange[] {
  const untold = (some: readonly Given[], others: readonly Given[]): readonly string[] => {
    const there = new Set(others.map(({ text }) => text));
    const left = some.filter(({ text, element }) => !there.has(text) && !told.has(key(id, field, element)));
    return [...new Set(left.map(({ text }) => text))].toSorted();
  };
  const [gone, come] = [untold(was, is), untold(is, was)];
  if (gone.length + come.length === 0) return [];
  return [{ kind: "grant", id, field, was: gone, is: come, bearing: bearingOfLists(gone, come) }];
}

/** The places in which a cell differs, and what it says of each capability there. */
function toldByCells(cells: readonly CellChange[]): ReadonlySet<string> {
  const told = new Set<string>();
  for (const cell of cells.flatMap(({ before, after }) => [before ?? [], after ?? []].flat())) {
    const id = `${cell.role}/${cell.purpose}`;
    told.add(id);
    for (const can of cell.can) told.add(key(id, fieldOf(can, cell.on, cell.systems), cell.element));
  }
  return told;
}

function key(id: string, field: string, element: string): string {
  return [id, field, element].join("\0");
}

function fieldOf(can: string, relation: string, systems: readonly string[]): string {
  return `${can} on ${relation}${systems.length === 0 ? "" : ` in ${systems.toSorted().join(" ")}`}`;
}

function placesOf(policy: CompiledPolicy): ReadonlyMap<string, Place> {
  const byPlace = new Map<string, CompiledGrant[]>();
  for (const grant of [...policy.roles.values()].flatMap(({ grants }) => grants)) {
    const id = `${grant.role}/${grant.purpose}`;
    byPlace.set(id, [...(byPlace.get(id) ?? []), grant]);
  }
  return new Map([...byPlace].map(([id, grants]) => [id, placeOf(policy, grants)]));
}

function placeOf(policy: CompiledPolicy, grants: readonly CompiledGrant[]): Place {
  const given = new Map<string, Given[]>();
  const written: unknown[] = [];
  for (const grant of grants) {
    const elements = givenBy(policy, grant);
    const fields = [...grant.can].toSorted().map((can) => fieldOf(can, grant.relation, grant.systems));
    for (const field of fields) given.set(field, [...(given.get(field) ?? []), ...elements]);
    written.push([grant.rule, fields, elements]);
  }
  return { given, written: canonicalJson(written) };
}

/** `patient.name as mask [bh]`: the form in a segment is said where it is another. */
function givenBy({ catalogue, segments }: CompiledPolicy, grant: CompiledGrant): readonly Given[] {
  const ids = segments.map(({ id, bit }) => ({ id, shown: grant.segments.get(bit) }));
  const given = catalogue.elements.flatMap(({ id, index }) => {
    const code = grant.elements[index] ?? DROP;
    if (code === DROP) return [];
    const within = ids.flatMap((segment) => {
      const form = segment.shown?.[index] ?? DROP;
      if (form === DROP) return [];
      return [form === code ? segment.id : `${segment.id}: ${transformOf(form)}`];
    });
    const form = transformOf(code) === "keep" ? "" : ` as ${transformOf(code)}`;
    const bracket = within.length === 0 ? "" : ` [${within.toSorted().join(" ")}]`;
    return [{ element: id, text: `${id}${form}${bracket}` }];
  });
  return given.toSorted((a, b) => compareNames(a.element, b.element));
}
