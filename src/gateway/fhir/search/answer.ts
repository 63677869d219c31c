import type { Reason } from "../../../decision/types.ts";
import { ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { part2NoticeOf } from "../labels/part2-notice.ts";
import type { PageToken } from "../page-token.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { releaseOf } from "../release.ts";
import type { Shown } from "../record/shown.ts";
import { structuralMembers } from "../summary/structural.ts";
import { subsetOf, subsetOfIncluded } from "../summary/subset.ts";
import type { Subset } from "../summary/subset.ts";
import type { PageRecord } from "./bundle.ts";
import { candidateQueries } from "./candidates.ts";
import { endedSlice } from "./expiry.ts";
import type { Joining } from "./holding.ts";
import type { Include } from "./include.ts";
import { includedWith } from "./included.ts";
import { isValidFor, linksOf } from "./links.ts";
import type { Place } from "./links.ts";
import { narrowedByPatient } from "./narrow.ts";
import { createNeighbors } from "./neighbors.ts";
import type { PagedAsk } from "./paged.ts";
import { planQuestion } from "./question-plan.ts";
import type { QuestionPlan, TypeAsk } from "./question-plan.ts";
import { scan } from "./scan.ts";
import type { Found, TypeSearch } from "./scan.ts";
import { createScopes } from "./scopes.ts";
import type { Scopes } from "./scopes.ts";
import type { Viewer } from "./shown-records.ts";

/** A search as asked, of one type or several. */
export interface SearchAsk extends PagedAsk {
  /** In the order their records have where `_sort` says nothing. */
  readonly types: readonly TypeAsk[];
  /** The pairs without those that `types` stand for. */
  readonly parameters: readonly QueryPair[];
  /** What the path itself includes, beside the parameters. */
  readonly includes?: readonly Include[];
}

/** Answers a search over what the caller may see, as if nothing else were there. Rules GW-30 to GW-48 and GW-100 on. */
export async function answerSearch(
  parts: GatewayParts,
  ask: SearchAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  if (ask.token !== null && !isValidFor(ask.token, permitted)) return because("page_token_invalid");
  const scopes = createScopes(parts, permitted);
  const planned = planQuestion(scopes, ask.types, ask.parameters, parts.limits);
  if (!planned.ok) return planned.error;
  const question = planned.value;
  const viewer: Viewer = { ...parts, permitted };
  const neighbors = createNeighbors(viewer, scopes.candidatesOf);
  const joining: Joining = { neighbors, steps: parts.steps, match: scopes.match, told: new Set() };
  const searches = await searchesOf(question, viewer, joining, scopes);
  if (!searches.ok) return searches.error;
  const place = placeOf(parts, question, ask.token);
  const ended = (): Reason | null => endedBy(permitted, parts.pipeline.now());
  const hasEnded = (): boolean => ended() !== null;
  const found = await scan({ searches: searches.value, viewer, joining, ...place, hasEnded });
  const matches = found?.window.page().map(({ shown }) => shown) ?? [];
  const includes = [...question.includes, ...(ask.includes ?? [])];
  const included = await includedWith(matches, includes, joining);
  if (!included.ok) return included.error;
  const end = ended();
  if (found === null || end !== null) return end ?? because("grant_expired");
  return answerOf(parts, ask, permitted, { question, place, found, matches, included: included.value });
}

/** What the upstream is asked for each type; a chain over the patient is settled first. */
async function searchesOf(
  { plans }: QuestionPlan,
  viewer: Viewer,
  joining: Joining,
  { candidatesOf }: Scopes,
): Promise<Result<readonly TypeSearch[], Reason>> {
  const searches: TypeSearch[] = [];
  for (const asked of plans) {
    const plan = await narrowedByPatient(asked, viewer, joining, candidatesOf);
    if (!plan.ok) return plan;
    const queries = candidateQueries(plan.value, candidatesOf(asked.type));
    if (!queries.ok) return queries;
    searches.push({ plan: plan.value, queries: queries.value });
  }
  return ok(searches);
}

/** A grant that ended while the answer was made: it gives nothing any more. */
function endedBy({ decision }: Permitted, now: number): Reason | null {
  const slice = endedSlice(decision, now);
  return slice === undefined ? null : { ...because("grant_expired"), rule: slice.rule };
}

function placeOf(parts: GatewayParts, { result }: QuestionPlan, token: PageToken | null): Place {
  const asked = result.count ?? parts.limits.page;
  return { offset: token?.offset ?? 0, count: result.onlyCount ? 0 : Math.min(asked, parts.limits.maxPage) };
}

interface Finding {
  readonly question: QuestionPlan;
  readonly place: Place;
  readonly found: Found;
  readonly matches: readonly Shown[];
  readonly included: readonly Shown[];
}

function answerOf(
  parts: GatewayParts,
  { path, pairs }: SearchAsk,
  permitted: Permitted,
  { question, place, found, matches, included }: Finding,
): Answer<FhirAnswer> {
  const { catalogue } = permitted.policy;
  const { subset, withTotal, onlyCount } = question.result;
  const total = found.window.total();
  const written = (shown: Shown, cut: Subset): PageRecord => {
    const { type } = shown.facts;
    const resource = subsetOf(shown.written, type, cut, structuralMembers(catalogue, type));
    return { type, id: shown.id, resource };
  };
  const page = {
    path,
    baseUrl: parts.baseUrl,
    records: matches.map((shown) => written(shown, subset)),
    included: included.map((shown) => written(shown, subsetOfIncluded(subset, shown.facts.type))),
    total: withTotal || onlyCount ? total : null,
    notice: part2NoticeOf(permitted.decision),
    links: linksOf(parts, { type: path, pairs }, place, total, permitted),
  };
  return {
    value: { status: 200, resource: parts.steps.searchset(page), etag: null },
    release: releaseOf(catalogue, [...matches, ...included], found.told),
  };
}
