import type { Shown } from "../record/shown.ts";
import type { UpstreamQuery } from "./candidates.ts";
import { elementsRead } from "./condition.ts";
import { holdingAll } from "./filter.ts";
import { holding, tell } from "./holding.ts";
import type { Joining } from "./holding.ts";
import type { SearchPlan } from "./plan.ts";
import { shownRecords } from "./shown-records.ts";
import type { Viewer } from "./shown-records.ts";
import type { Ordered } from "./sort.ts";
import { createWindow } from "./window.ts";
import type { Window } from "./window.ts";

export interface Found {
  readonly window: Window<Match>;
  /**
   * Elements of the matches that filters and sorts compared: who asks for a birth date and gets an id
   * has learned the birth date.
   */
  readonly told: ReadonlySet<number>;
}

/** A visible record that every condition holds on. */
export interface Match extends Ordered {
  readonly shown: Shown;
}

/** The search of one type, and the questions to the upstream that cover it. */
export interface TypeSearch {
  readonly plan: SearchPlan;
  readonly queries: readonly UpstreamQuery[];
}

export interface Scan {
  /** In the order their records have where `_sort` says nothing. */
  readonly searches: readonly TypeSearch[];
  readonly viewer: Viewer;
  readonly joining: Joining;
  readonly offset: number;
  readonly count: number;
  /** True once what the answer would rest on has ended. */
  hasEnded(): boolean;
}

/**
 * Reads all candidates, projects each, and keeps those that match for the page at `offset`. Null: what it rests on
 * ended meanwhile.
 * @throws AppError of the upstream; then there is no answer, since nobody could say what is missing from it
 */
export async function scan(job: Scan): Promise<Found | null> {
  const { steps } = job.viewer;
  const sort = job.searches[0]?.plan.sort ?? [];
  const window = createWindow<Match>((a, b) => steps.compare(a, b, sort), job.offset, job.count);
  for (const [rank, search] of job.searches.entries()) {
    const place = String(rank).padStart(3, "0");
    const read = elementsReadBy(search.plan);
    for await (const { shown, keys } of matchesOf(job, search)) {
      // Makes the order total: by type as searched, then by id.
      window.add({ shown, keys, id: `${place}/${shown.ref}` });
      tell(job.joining.told, shown, read);
    }
    if (job.hasEnded()) return null;
  }
  return { window, told: job.joining.told };
}

async function* matchesOf(
  job: Scan,
  { plan, queries }: TypeSearch,
): AsyncIterable<Pick<Match, "shown" | "keys">> {
  const { steps } = job.viewer;
  for (const query of queries) {
    for await (const chunk of shownRecords(job.viewer, plan.type, query)) {
      if (job.hasEnded()) return;
      for (const shown of await matchesAmong(chunk, plan, job.joining))
        yield { shown, keys: steps.sortKeys(shown, plan.sort, job.joining.match) };
    }
  }
}

async function matchesAmong(
  records: readonly Shown[],
  { filters, joins }: SearchPlan,
  joining: Joining,
): Promise<readonly Shown[]> {
  let left = holdingAll(records, filters, joining.steps.matches);
  for (const join of joins) left = await holding(join, left, joining);
  return left;
}

function elementsReadBy({ filters, joins, sort }: SearchPlan): readonly number[] {
  return [
    ...[...filters, ...sort].flatMap(({ parameter }) => parameter.elements ?? []),
    ...joins.flatMap(elementsRead),
  ];
}
