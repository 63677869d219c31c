import { DROP } from "../../../catalogue/transforms.ts";
import { grantedSomewhere, keptEverywhere, reachOf } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { PageToken } from "../page-token.ts";
import { bindingOf } from "../page-token.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { releaseOf } from "../release.ts";
import type { Sight } from "../show.ts";
import { subsetOf } from "../summary/subset.ts";
import { structuralMembers } from "../summary/structural.ts";
import type { Page } from "./bundle.ts";
import { candidateQueries } from "./candidates.ts";
import { createDateReader } from "./dates.ts";
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

const PAGE_LINK_MS = 30 * 60_000;

/** Answers a search over what the caller may see, as if nothing else were there. Rules GW-20 to GW-49. */
export async function answerSearch(
  parts: GatewayParts,
  ask: SearchAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const { token, type } = ask;
  if (token !== null && !isValidFor(token, permitted)) return because("page_token_invalid");
  const { decision, policy, facts } = permitted;
  const granted = grantedSomewhere(decision, type);
  if (!policy.catalogue.elementsOfType(type).some((element) => granted[element] !== DROP)) {
    return because("type_not_permitted", `\`${type}\``);
  }
  const match: MatchContext = {
    now: permitted.now,
    dates: createDateReader(policy.org.timeZone),
    baseUrl: parts.baseUrl,
  };
  const plan = planSearch({ catalogue: policy.catalogue, type, granted, match }, ask.pairs);
  if (!plan.ok) return plan.error;
  const queries = candidateQueries(plan.value, {
    catalogue: policy.catalogue,
    reach: reachOf(decision, facts),
    kept: keptEverywhere(decision, type),
    match,
    limits: parts.limits,
    pushes: parts.steps.pushes,
  });
  if (!queries.ok) return queries.error;
  const sight = parts.sightOf(permitted, type);
  const place = placeOf(parts, plan.value, token);
  const found = await scan({
    upstream: parts.upstream,
    queries: queries.value,
    plan: plan.value,
    sight,
    match,
    steps: parts.steps,
    ...place,
  });
  return answerOf(parts, ask, plan.value, sight, place, found);
}

interface Place {
  readonly offset: number;
  readonly count: number;
}

function placeOf(parts: GatewayParts, { result }: SearchPlan, token: PageToken | null): Place {
  const asked = result.count ?? parts.limits.page;
  return { offset: token?.offset ?? 0, count: result.onlyCount ? 0 : Math.min(asked, parts.limits.maxPage) };
}

function answerOf(
  parts: GatewayParts,
  ask: SearchAsk,
  plan: SearchPlan,
  sight: Sight,
  place: Place,
  { window, told }: Found,
): Answer<FhirAnswer> {
  const { catalogue } = sight.permitted.policy;
  const shown = window.page().map((match) => match.shown);
  const keep = structuralMembers(catalogue, ask.type);
  const page: Page = {
    type: ask.type,
    baseUrl: parts.baseUrl,
    records: shown.map(({ id, resource }) => ({
      id,
      resource: subsetOf(resource, ask.type, plan.result.subset, keep),
    })),
    total: plan.result.withTotal || plan.result.onlyCount ? window.total() : null,
    links: linksOf(parts, ask, place, window.total(), sight.permitted),
    labels: sight.labels,
  };
  return {
    value: { status: 200, resource: parts.steps.searchset(page), etag: null },
    release: releaseOf(catalogue, shown, told),
  };
}

function linksOf(
  parts: GatewayParts,
  ask: SearchAsk,
  place: Place,
  total: number,
  permitted: Permitted,
): Page["links"] {
  const sealed = (offset: number): string =>
    parts.pageTokens.seal({
      type: ask.type,
      pairs: ask.pairs,
      offset,
      binding: bindingFor(permitted),
      until: permitted.now + PAGE_LINK_MS,
    });
  const { offset, count } = place;
  return {
    self: sealed(offset),
    previous: count > 0 && offset > 0 ? sealed(Math.max(0, offset - count)) : null,
    next: count > 0 && offset + count < total ? sealed(offset + count) : null,
  };
}

/** Subject, purpose, case, system and policy: a link is worth nothing to anyone else, nor after a policy change. */
function bindingFor({ caller, decision }: Permitted): string {
  const { request, policyHash, purposes } = decision;
  return bindingOf([
    caller.person.id,
    request.purpose,
    request.caseId,
    request.system,
    request.channel,
    policyHash,
    ...purposes.toSorted(),
  ]);
}

function isValidFor(token: PageToken, permitted: Permitted): boolean {
  return token.binding === bindingFor(permitted) && permitted.now < token.until;
}
