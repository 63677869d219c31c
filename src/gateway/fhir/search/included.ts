import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { because } from "../reasons.ts";
import type { Shown } from "../record/shown.ts";
import { idsOf } from "./holding.ts";
import type { Joining } from "./holding.ts";
import type { Include } from "./include.ts";

/** Visible records that the includes of one page may add. */
const MOST_INCLUDED = 2_000;
/** How often `:iterate` goes on from what was included. */
const MOST_ROUNDS = 16;

/**
 * What a page includes beside its matches: visible records alone, each once, none of them a match. A reference to what
 * is hidden or absent adds nothing (FHIR R4 search, 3.1.1.5.4). Error: there would be too many; visible ones are counted.
 */
export async function includedWith(
  matches: readonly Shown[],
  includes: readonly Include[],
  joining: Joining,
): Promise<Result<readonly Shown[], Reason>> {
  if (includes.length === 0) return ok([]);
  const found = new Map(matches.map((shown) => [shown.ref, shown]));
  let latest = matches;
  for (let round = 0; latest.length > 0; round++) {
    const asked = round === 0 ? includes : includes.filter(({ iterates }) => iterates);
    if (asked.length === 0) break;
    if (round === MOST_ROUNDS) return err(because("bad_request", "`:iterate` goes on for too long"));
    const added = await around(latest, asked, joining);
    latest = [...added].filter(([ref]) => !found.has(ref)).map(([, shown]) => shown);
    for (const shown of latest) found.set(shown.ref, shown);
    if (found.size - matches.length > MOST_INCLUDED)
      return err(because("bad_request", `more than ${MOST_INCLUDED} records would be included in a page`));
  }
  return ok(joining.steps.included([...found.values()], matches));
}

/** One round of includes from these records, by `Type/id`. */
async function around(
  records: readonly Shown[],
  includes: readonly Include[],
  joining: Joining,
): Promise<ReadonlyMap<string, Shown>> {
  const reverse = includes.filter(({ direction }) => direction === "reverse");
  const ahead = await Promise.all(
    [...linksAhead(records, includes, joining)].map(([type, ids]) => joining.neighbors.byIds(type, [...ids])),
  );
  const behind = await Promise.all(reverse.map((include) => referringTo(records, include, joining)));
  return new Map([...ahead, ...behind].flat().map((shown) => [shown.ref, shown]));
}

/** Ids by type that the forward includes lead to, so that each type is asked once. */
function linksAhead(
  records: readonly Shown[],
  includes: readonly Include[],
  { steps, match }: Joining,
): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const { direction, source, reference, targets } of includes) {
    if (direction === "reverse") continue;
    const refs = records
      .filter(({ facts }) => facts.type === source)
      .flatMap(({ resource }) => steps.references(resource, reference, match));
    for (const type of targets)
      for (const id of idsOf(refs, type)) ids.set(type, (ids.get(type) ?? new Set()).add(id));
  }
  return ids;
}

async function referringTo(
  records: readonly Shown[],
  { source, reference, targets }: Include,
  { neighbors }: Joining,
): Promise<readonly Shown[]> {
  const refs = records.filter(({ facts }) => targets.has(facts.type)).map(({ ref }) => ref);
  return refs.length === 0 ? [] : neighbors.referring(source, { reference, refs, narrowing: [] });
}

/** What was found without the matches, in an order that says nothing about how it was found. */
export function included(found: readonly Shown[], matches: readonly Shown[]): readonly Shown[] {
  const matched = new Set(matches.map(({ ref }) => ref));
  return found.filter((shown) => !matched.has(shown.ref)).toSorted((a, b) => (a.ref < b.ref ? -1 : 1));
}
