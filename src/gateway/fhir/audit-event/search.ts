import type { Reason } from "../../../decision/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { AuditRecord, GatewayParts } from "../deps.ts";
import { isAllThatIsAsked } from "../page-token.ts";
import type { PageToken } from "../page-token.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { createDateReader } from "../search/dates.ts";
import { isValidFor, linksOf } from "../search/links.ts";
import { labeled } from "../security-labels.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { releaseOfEvents, type ShownEvent } from "./events.ts";
import { planEvents } from "./plan.ts";
import { recordRightsOf } from "./rights.ts";
import { type EventPlace, scanEvents } from "./scan.ts";
import { Written } from "../record/written.ts";

const TYPE = "AuditEvent";
/** Parts of a sealed link beside the search. No search has them: they are refused where a caller writes them. */
const [CURSOR, EVENT] = ["_record-cursor", "_record-event"];

interface EventAsk {
  readonly pairs: readonly QueryPair[];
  readonly from: EventPlace | null;
  readonly token: PageToken | null;
}

/** The rule of a search for AuditEvents: answered from the record; those of the upstream are not served. */
export function auditEventSearchTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.search">>,
): Task {
  const { record } = parts;
  if (record === null) return refusing(question, interaction, because("interaction_not_supported"));
  const ask = askOf(parts, pairs);
  if (ask === null) return refusing(question, interaction, because("page_token_invalid"));
  return {
    kind: "perform",
    asked: askedOf(question, interaction, formatQuery(ask.pairs), "search"),
    perform: (permitted) => answerSearch(parts, record, ask, permitted),
  };
}

/** A link stands for the search it was made of, and the place in it. */
function askOf(parts: GatewayParts, pairs: readonly QueryPair[]): EventAsk | null {
  const link = pairs.find(([name]) => name === "_page");
  if (link === undefined) return { pairs, from: null, token: null };
  const token = parts.pageTokens.open(link[1]);
  if (token === null || token.type !== TYPE || !isAllThatIsAsked(link, pairs)) return null;
  const held = new Map(token.pairs);
  const [cursor, event] = [CURSOR, EVENT].map((name) => held.get(name) ?? null);
  const asked = token.pairs.filter(([name]) => name !== CURSOR && name !== EVENT);
  const isFirst = cursor === null && event === null;
  return { pairs: asked, from: isFirst ? null : { cursor: cursor ?? null, event: event ?? null }, token };
}

async function answerSearch(
  parts: GatewayParts,
  record: AuditRecord,
  ask: EventAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const rights = recordRightsOf(permitted);
  if ("code" in rights) return rights;
  if (ask.token !== null && !isValidFor(ask.token, permitted)) return because("page_token_invalid");
  const { catalogue, org } = permitted.policy;
  const match = { now: permitted.now, dates: createDateReader(org.timeZone), baseUrl: parts.baseUrl };
  const plan = planEvents({ catalogue, rights, match }, ask.pairs);
  if (!plan.ok) return plan.error;
  const count = Math.min(plan.value.count ?? parts.limits.page, parts.limits.maxPage);
  const { events, next } = await scanEvents({
    record,
    plan: plan.value,
    rights,
    permitted,
    count,
    from: ask.from,
  });
  const link = (place: EventPlace | null): string => linkTo(parts, ask.pairs, place, permitted);
  const links = [
    { relation: "self", url: link(ask.from) },
    ...(next === null ? [] : [{ relation: "next", url: link(next) }]),
  ];
  return {
    value: { status: 200, resource: Written.ofObject(bundleOf(parts, events, links)), etag: null },
    release: releaseOfEvents(events, rights, permitted),
  };
}

function bundleOf(
  parts: GatewayParts,
  events: readonly ShownEvent[],
  link: readonly JsonObject[],
): JsonObject {
  const entry = events.map(({ id, resource }) => ({
    fullUrl: `${parts.baseUrl}/${TYPE}/${id}`,
    resource,
    search: { mode: "match" },
  }));
  return labeled({
    resourceType: "Bundle",
    type: "searchset",
    link,
    ...(entry.length === 0 ? {} : { entry }),
  });
}

/** Sealed and bound like every link of the gateway. */
function linkTo(
  parts: GatewayParts,
  pairs: readonly QueryPair[],
  place: EventPlace | null,
  permitted: Permitted,
): string {
  const placed: QueryPair[] = [
    ...pairs,
    ...(place?.cursor === undefined || place.cursor === null ? [] : [[CURSOR, place.cursor] as const]),
    ...(place?.event === undefined || place.event === null ? [] : [[EVENT, place.event] as const]),
  ];
  const alone = { offset: 0, count: 1 };
  const { self } = linksOf(parts, { type: TYPE, pairs: placed }, alone, 0, permitted);
  return `${parts.baseUrl}/${TYPE}?_page=${self}`;
}
