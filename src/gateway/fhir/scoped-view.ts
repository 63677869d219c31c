import { KEEP } from "../../catalogue/transforms.ts";
import type { RecordFacts, SearchParameter } from "../../catalogue/types.ts";
import type { Decision, ScopeCeiling } from "../../decision/types.ts";
import { viewOf } from "../../decision/view.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { SentRecord } from "./record/sent-record.ts";
import type { Seen } from "./record/shown.ts";
import { createDateReader } from "./search/dates.ts";
import { compileFilter } from "./search/filter.ts";
import type { MatchContext } from "./search/value-test.ts";
import type { Sight } from "./show.ts";

type Matches = (seen: Seen, resource: JsonObject) => boolean;

/** The scopes whose query narrows what may be seen of one type, with what finds out whether a record matches. */
type Queries = ReadonlyMap<string, Matches>;

/**
 * The record as the caller is shown it; null: it is not there for them. The query of a SMART scope is asked of what
 * the policy alone shows, as a search would be (rule DEC-CEIL-10).
 * INVARIANT: a scope hides a record or leaves it as it is, so that what was looked at is what comes out.
 */
export function seen(sight: Sight, record: SentRecord, facts: RecordFacts): Seen | null {
  const queries = queriesOf(sight, facts.type);
  if (queries.size === 0) return look(sight, record, facts);
  const unscoped = look(sight, record, { ...facts, matches: new Set(queries.keys()) });
  const resource = unscoped?.projected.written?.object;
  if (unscoped === null || resource === undefined) return null;
  const matches = [...queries].filter(([, holds]) => holds(unscoped, resource)).map(([text]) => text);
  return look(sight, record, { ...facts, matches: new Set(matches) });
}

function look({ permitted, projecting }: Sight, record: SentRecord, facts: RecordFacts): Seen | null {
  const view = viewOf(permitted.decision, facts, permitted.facts);
  return view && { facts, view, projected: record.project(projecting, view.elements) };
}

const NONE: Queries = new Map();
const compiled = new WeakMap<Decision, Map<string, Queries>>();

/** Compiled once for each type under one decision. */
function queriesOf({ permitted }: Sight, type: string): Queries {
  const { decision, now, policy } = permitted;
  if (!decision.request.subject.scopes?.some(({ query }) => query !== undefined)) return NONE;
  const byType = compiled.get(decision) ?? new Map<string, Queries>();
  compiled.set(decision, byType);
  const known = byType.get(type);
  if (known !== undefined) return known;
  // Only references within one's own server are compared; an absolute one is none of the server's.
  const context = { now, dates: createDateReader(policy.org.timeZone), baseUrl: "" };
  const queries = compileQueries(decision, type, context);
  byType.set(type, queries);
  return queries;
}

function compileQueries({ request, policy }: Decision, type: string, context: MatchContext): Queries {
  const queries = new Map<string, Matches>();
  for (const scope of request.subject.scopes ?? []) {
    if (scope.type !== "*" && scope.type !== type) continue;
    const matches = (scope.query ?? []).map(([code, value]) =>
      matchesOf(policy.catalogue.searchParameter(type, code), value, context),
    );
    if (isNarrowedByQuery(scope)) queries.set(scope.text, (...args) => matches.every((one) => one(...args)));
  }
  return queries;
}

function isNarrowedByQuery({ query }: ScopeCeiling): boolean {
  return query !== undefined && query.length > 0;
}

/** What has no rule, or no value that can be read, matches no record. */
function matchesOf(parameter: SearchParameter | undefined, value: string, context: MatchContext): Matches {
  if (parameter?.footprint === undefined) return () => false;
  const filter = compileFilter(parameter, null, value, context);
  if (!filter.ok) return () => false;
  const read = parameter.elements ?? [];
  return ({ view, projected }, resource) =>
    read.every((element) => !projected.released.has(element) || view.elements[element] === KEEP) &&
    filter.value.matches(resource);
}
