import type { JsonObject } from "../../../kernel/json.ts";
import type { Shown, Sight } from "../show.ts";
import type { Steps } from "../steps.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import type { UpstreamQuery } from "./candidates.ts";
import type { SearchPlan } from "./plan.ts";
import type { Ordered } from "./sort.ts";
import type { MatchContext } from "./value-test.ts";
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

/** A visible record that every filter holds on. */
export interface Match extends Ordered {
  readonly shown: Shown;
}

export interface Scan {
  readonly upstream: FhirUpstream;
  readonly queries: readonly UpstreamQuery[];
  readonly plan: SearchPlan;
  readonly sight: Sight;
  readonly match: MatchContext;
  readonly steps: Steps;
  readonly offset: number;
  readonly count: number;
}

/**
 * Reads all candidates, projects each, and keeps those that match for the page at `offset`.
 * @throws AppError of the upstream; then there is no answer, since nobody could say what is missing from it
 */
export async function scan(job: Scan): Promise<Found> {
  const { plan, steps } = job;
  const read = [...plan.filters, ...plan.sort].flatMap(({ parameter }) => parameter.elements ?? []);
  const told = new Set<number>();
  const window = createWindow<Match>((a, b) => steps.compare(a, b, plan.sort), job.offset, job.count);
  for await (const match of matchesIn(job)) {
    window.add(match);
    for (const element of read) if (match.shown.projected.released.has(element)) told.add(element);
  }
  return { window, told };
}

async function* matchesIn(job: Scan): AsyncIterable<Match> {
  for (const query of job.queries) {
    for await (const record of job.upstream.search(job.plan.type, query.parameters)) {
      const match = matchOf(job, query, record);
      if (match !== null) yield match;
    }
  }
}

function matchOf(
  { plan, sight, match, steps }: Scan,
  query: UpstreamQuery,
  record: JsonObject,
): Match | null {
  const shown = steps.show(sight, query.expected, record);
  if (shown === null) return null;
  if (!plan.filters.every((filter) => steps.matches(filter, shown.resource))) return null;
  return { id: shown.id, keys: steps.sortKeys(shown.resource, plan.sort, match), shown };
}
