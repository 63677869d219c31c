import { parseAuditEventId } from "../../../audit/formats/audit-event/audit-event.ts";
import { OWN } from "../../../audit/formats/audit-event/codes.ts";
import type { RecordQuery } from "../../../audit/search.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import { compileFilter } from "../search/filter.ts";
import { splitPrefix } from "../search/prefix.ts";
import type { MatchContext } from "../search/value-test.ts";
import { compileIdentifier } from "./identifier.ts";
import type { RecordRights } from "./rights.ts";

/** A search for AuditEvents: what every event must satisfy, and what of it the record itself can look for. */
export interface EventPlan {
  readonly matches: (event: JsonObject) => boolean;
  /** A superset of what `matches` finds. */
  readonly query: Omit<RecordQuery, "limit" | "after">;
  readonly count: number | null;
}

/** Parameters of FHIR R4 AuditEvent that have a rule; an event holds nothing that the others read. */
const PARAMETERS: ReadonlySet<string> = new Set([
  "_id",
  "action",
  "agent-name",
  "agent-role",
  "date",
  "entity",
  "entity-role",
  "entity-type",
  "outcome",
  "patient",
  "policy",
  "site",
  "subtype",
  "type",
]);
/** They read what stays sealed without `record.patients`. */
const OF_PATIENTS: ReadonlySet<string> = new Set(["patient", "entity", "entity-role", "entity-type"]);
/** References that name by identifier alone. */
const BY_IDENTIFIER: ReadonlySet<string> = new Set(["agent:identifier", "entity:identifier"]);
const RESULT: ReadonlySet<string> = new Set(["_count", "_sort", "_total", "_format"]);

interface PlanScope {
  readonly catalogue: Catalogue;
  readonly rights: RecordRights;
  readonly match: MatchContext;
}

/** Compiles a search, or says why it is refused: from policy and the question alone. */
export function planEvents(scope: PlanScope, pairs: readonly QueryPair[]): Result<EventPlan, Reason> {
  const filters: ((event: JsonObject) => boolean)[] = [];
  let query: EventPlan["query"] = {};
  for (const [name, value] of pairs) {
    if (RESULT.has(name)) continue;
    const filter = filterOf(scope, name, value);
    if (!filter.ok) return filter;
    filters.push(filter.value);
    query = { ...query, ...pushed(name, value, scope.match) };
  }
  const count = countOf(pairs);
  if (!count.ok) return count;
  return ok({ matches: (event) => filters.every((filter) => filter(event)), query, count: count.value });
}

function filterOf(
  { catalogue, rights, match }: PlanScope,
  name: string,
  value: string,
): Result<(event: JsonObject) => boolean, Reason> {
  const [code = "", modifier = null, ...rest] = name.split(":");
  if (OF_PATIENTS.has(code) && !rights.patients)
    return err(because("parameter_not_permitted", `\`${code}\` reads \`record.patients\``));
  if (BY_IDENTIFIER.has(name)) return compileIdentifier(code, value, match);
  if (!PARAMETERS.has(code)) return err(unknown(code));
  const parameter = catalogue.searchParameter("AuditEvent", code);
  if (parameter === undefined) return err(unknown(code));
  if (rest.length > 0 || modifier === "") return err(because("parameter_invalid", `\`${code}\``));
  const filter = compileFilter(parameter, modifier, value, match);
  if (filter.ok) return ok((event) => filter.value.matches(event));
  const isInvalid = filter.error === "value_invalid";
  return err(because(isInvalid ? "parameter_invalid" : "parameter_not_derivable", `\`${code}\``));
}

/** What the record can look for by itself. INVARIANT: it finds at least what the filter finds. */
function pushed(name: string, value: string, match: MatchContext): EventPlan["query"] {
  if (/[,\\]/.test(value)) return {};
  switch (name) {
    case "_id": {
      const id = parseAuditEventId(value)?.entryId;
      return id === undefined ? {} : { id };
    }
    case "patient": {
      const patientId = /^(?:Patient\/)?([A-Za-z0-9\-.]{1,64})$/.exec(value)?.[1];
      return patientId === undefined ? {} : { patientId };
    }
    case "agent:identifier":
      return value.startsWith(`${OWN.person}|`) ? { personId: value.slice(OWN.person.length + 1) } : {};
    case "outcome":
      return value === "0" ? { outcome: "permit" } : {};
    case "date":
      return period(value, match);
    default:
      return {};
  }
}

function period(value: string, match: MatchContext): EventPlan["query"] {
  const [prefix, written] = splitPrefix(value);
  const range = match.dates.range(written);
  if (range === undefined) return {};
  if (prefix === "eq") return { from: range.low, until: range.high };
  if (prefix === "ge" || prefix === "gt" || prefix === "sa") return { from: range.low };
  if (prefix === "le" || prefix === "lt" || prefix === "eb") return { until: range.high };
  return {};
}

/** `_sort=-date` is how the record is read; how many there are is not counted. */
function countOf(pairs: readonly QueryPair[]): Result<number | null, Reason> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!RESULT.has(name) || name === "_format") continue;
    if (values.has(name)) return err(because("parameter_invalid", `\`${name}\``));
    values.set(name, value);
  }
  const [sort, total, count] = ["_sort", "_total", "_count"].map((name) => values.get(name));
  if (sort !== undefined && sort !== "-date")
    return err(because("result_parameter_not_supported", "`_sort` other than `-date`"));
  if (total !== undefined && total !== "none")
    return err(because("result_parameter_not_supported", "`_total` other than `none`"));
  if (count === undefined) return ok(null);
  return /^[1-9]\d{0,8}$/.test(count) ? ok(Number(count)) : err(because("parameter_invalid", "`_count`"));
}

/** What the caller typed is repeated only when it can be a name of the standard: values may be PHI. */
function unknown(code: string): Reason {
  const name = /^[A-Za-z_][A-Za-z-]{0,40}$/.test(code) ? `\`${code}\`` : "a name that is none";
  return because(code.startsWith("_") ? "result_parameter_not_supported" : "parameter_unknown", name);
}
