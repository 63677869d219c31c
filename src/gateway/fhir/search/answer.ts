import { grantedSomewhere, keptEverywhere, reachOf } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { PageToken } from "../page-token.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { releaseOf } from "../release.ts";
import { isGiven } from "../show.ts";
import type { Sight } from "../show.ts";
import { structuralMembers } from "../summary/structural.ts";
import { subsetOf } from "../summary/subset.ts";
import type { Page } from "./bundle.ts";
import { candidateQueries } from "./candidates.ts";
import type { UpstreamQuery } from "./candidates.ts";
import { createDateReader } from "./dates.ts";
import { isValidFor, linksOf } from "./links.ts";
import type { Place } from "./links.ts";
import { planSearch } from "./plan.ts";
import type { SearchPlan } from "./plan.ts";
import { scan } from "./scan.ts";
import type { Found } from "./scan.ts";
import type { MatchContext } from "./value-test.ts";

/** A type-level search as asked: by its parameters, or by a page link that stands for them. */
export interface SearchAsk {
  readonly type: string;
  readonly pairs: readonly QueryPair[];
  /** The opened page link; null for a first page. */
  readonly token: PageToken | null;
}

/** Answers a search over what the caller may see, as if nothing else were there. Rules GW-30 to GW-48. */
export async function answerSearch(
  parts: GatewayParts,
  ask: SearchAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  if (ask.token !== null && !isValidFor(ask.token, permitted)) return because("page_token_invalid");
  const prepared = prepareSearch(parts, ask, permitted);
  if (!prepared.ok) return prepared.error;
  const { plan } = prepared.value;
  const { upstream, steps } = parts;
  const sight = parts.sightOf(permitted, ask.type);
  const place = placeOf(parts, plan, ask.token);
  const found = await scan({ ...prepared.value, ...place, upstream, sight, steps });
  return answerOf(parts, ask, plan, sight, place, found);
}

interface PreparedSearch {
  readonly plan: SearchPlan;
  readonly queries: readonly UpstreamQuery[];
  readonly match: MatchContext;
}

/** All that policy, caller and relation facts say about a search, before the upstream is asked. */
function prepareSearch(
  parts: GatewayParts,
  { type, pairs }: SearchAsk,
  { decision, policy, facts, now }: Permitted,
): Result<PreparedSearch, Reason> {
  const { catalogue, org } = policy;
  const granted = grantedSomewhere(decision, type);
  if (!isGiven(catalogue, type, granted)) return err(because("type_not_permitted", `\`${type}\``));
  const match: MatchContext = { now, dates: createDateReader(org.timeZone), baseUrl: parts.baseUrl };
  const plan = planSearch({ catalogue, type, granted, match }, pairs);
  if (!plan.ok) return plan;
  const reach = reachOf(decision, facts);
  const kept = keptEverywhere(decision, type);
  const scope = { catalogue, reach, kept, match, limits: parts.limits, pushes: parts.steps.pushes };
  const queries = candidateQueries(plan.value, scope);
  return queries.ok ? ok({ plan: plan.value, queries: queries.value, match }) : queries;
}

function placeOf(parts: GatewayParts, { result }: SearchPlan, token: PageToken | null): Place {
  const asked = result.count ?? parts.limits.page;
  return { offset: token?.offset ?? 0, count: result.onlyCount ? 0 : Math.min(asked, parts.limits.maxPage) };
}

function answerOf(
  parts: GatewayParts,
  ask: SearchAsk,
  { result }: SearchPlan,
  sight: Sight,
  place: Place,
  { window, told }: Found,
): Answer<FhirAnswer> {
  const { type } = ask;
  const { catalogue } = sight.permitted.policy;
  const shown = window.page().map((match) => match.shown);
  const keep = structuralMembers(catalogue, type);
  const page: Page = {
    type,
    baseUrl: parts.baseUrl,
    records: shown.map(({ id, resource }) => ({
      id,
      resource: subsetOf(resource, type, result.subset, keep),
    })),
    total: result.withTotal || result.onlyCount ? window.total() : null,
    links: linksOf(parts, ask, place, window.total(), sight.permitted),
  };
  return {
    value: { status: 200, resource: parts.steps.searchset(page), etag: null },
    release: releaseOf(catalogue, shown, told),
  };
}
