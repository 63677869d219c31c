import { isDirectoryType } from "../../../catalogue/patient-link.ts";
import type { Catalogue, SearchParameter, SearchParameterType } from "../../../catalogue/types.ts";
import type { DecisionReach } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { isLogicalId } from "../admit.ts";
import type { Expected } from "../admit.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import { unescaped } from "./escape.ts";
import type { Filter } from "./filter.ts";
import { localReference } from "./match-reference.ts";
import type { SearchPlan } from "./plan.ts";
import type { MatchContext } from "./value-test.ts";

/** One question to the upstream, and what its answer may hold. */
export interface UpstreamQuery {
  readonly parameters: readonly QueryPair[];
  readonly expected: Expected;
}

/** What is looked for: the conjuncts over the record alone. */
export type Candidates = Pick<SearchPlan, "type" | "filters">;

export interface CandidateScope {
  readonly catalogue: Catalogue;
  readonly reach: DecisionReach;
  /** 1 where every record the caller may be shown has the element untransformed. */
  readonly kept: Uint8Array;
  readonly match: MatchContext;
  readonly limits: SearchLimits;
  /** Whether a filter may go upstream; see isSuperset. */
  readonly pushes: (filter: Filter, kept: Uint8Array) => boolean;
}

export interface SearchLimits {
  /** Patients that one search may scan. Counts relation facts, never upstream rows, so that effort tells nothing. */
  readonly patients: number;
  /** Patients asked for in one upstream query. */
  readonly batch: number;
  /** Alternatives, conjuncts and sort keys of one search: each is compared with every candidate. */
  readonly comparisons: number;
  /** Records a page: when nothing is said, and at most. */
  readonly page: number;
  readonly maxPage: number;
  /** Characters of a query; it has to fit into a page link. */
  readonly queryLength: number;
}

const LOGICAL_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** Values that every server reads alike and none refuses: codes without letters have no case to fold. */
const SAFE_FORMS: Partial<Record<SearchParameterType, RegExp>> = {
  token: /^(?:[\w:/.#-]*\|)?[\d.-]+$/,
  reference: /^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/,
};

/** A value of these names whose record it is; `actor` and `member` may name someone who took part. */
export const NAMING_PATIENTS: ReadonlySet<string> = new Set(["patient", "subject", "beneficiary"]);

/** In the order they are looked for; the first that a type has names whose record it is. */
const PATIENT_PARAMETERS = ["patient", "subject", "beneficiary", "individual", "member", "actor"] as const;

/** The questions to the upstream that together cover everything the caller may see of the type. */
export function candidateQueries(
  plan: Candidates,
  scope: CandidateScope,
): Result<readonly UpstreamQuery[], Reason> {
  const parameter = patientParameterOf(scope.catalogue, plan.type);
  const narrowed = narrowedPatients(plan, scope);
  const patients = [...scope.reach.patients]
    .filter((id) => isLogicalId(id) && (narrowed?.has(id) ?? true))
    .toSorted();
  const pushed = pushedPairs(plan, scope);
  if (parameter === null) {
    const asks = scope.reach.directory || patients.length > 0;
    return ok(asks ? [{ parameters: pushed, expected: { type: plan.type, id: null, patients: null } }] : []);
  }
  if (patients.length > scope.limits.patients) return err(because("scan_budget_exceeded"));
  const queries = batches(patients, scope.limits.batch).map((batch) =>
    batchQuery(plan.type, parameter, batch, pushed),
  );
  const asksDirectory = scope.reach.directory && narrowed === null && isDirectoryType(plan.type);
  const directory = { parameters: pushed, expected: { type: plan.type, id: null, patients: null } };
  return ok(asksDirectory ? [...queries, directory] : queries);
}

/**
 * True when records that refer to others through this parameter can be asked for within the scan budget: the reference
 * names the patient or may go upstream, or there are few enough patients in reach.
 */
export function mayBeAsked(reference: SearchParameter, scope: CandidateScope): boolean {
  const sample = { parameter: reference, modifier: null, alternatives: ["Type/id"], matches: () => false };
  return (
    scope.reach.patients.size <= scope.limits.patients ||
    NAMING_PATIENTS.has(reference.code) ||
    scope.pushes(sample, scope.kept)
  );
}

/**
 * The questions for the records of a type that one filter over ids or references selects, narrowed further where that
 * may go upstream. Where more patients are in reach than one question takes, and the filter may go upstream, it alone
 * says what is looked for.
 */
export function neighborQueries(
  type: string,
  [filter, ...further]: readonly [Filter, ...Filter[]],
  scope: CandidateScope,
): Result<readonly UpstreamQuery[], Reason> {
  const plan: Candidates = { type, filters: [filter, ...further] };
  if (!goesUpstream(type, filter, scope) || scope.reach.patients.size <= scope.limits.batch)
    return candidateQueries(plan, scope);
  const expected = { type, id: null, patients: null };
  return ok([{ parameters: pushedPairs(plan, scope), expected }]);
}

/** Whether the upstream is asked for what the filter selects alone, rather than for all that the caller might see. */
export function goesUpstream(type: string, filter: Filter, scope: CandidateScope): boolean {
  return pushedPairs({ type, filters: [filter] }, scope).length > 0;
}

/**
 * A conjunct goes upstream only when the upstream's answer is then still a superset: positive, over elements
 * that no record shows transformed, and without anything that servers read differently (case, accents, zones).
 */
export function isSuperset({ parameter, modifier, alternatives }: Filter, kept: Uint8Array): boolean {
  const elements = parameter.elements ?? [];
  const isKept = elements.length > 0 && elements.every((element) => kept[element] === 1);
  if (modifier !== null || !(parameter.structural || isKept)) return false;
  const form = parameter.code === "_id" ? LOGICAL_ID : SAFE_FORMS[parameter.type];
  return form !== undefined && alternatives.every((alternative) => form.test(alternative));
}

function pushedPairs(plan: Candidates, scope: CandidateScope): readonly QueryPair[] {
  const skipped = new Set<string>(plan.type === "Patient" ? ["_id"] : PATIENT_PARAMETERS);
  return plan.filters
    .filter(({ parameter }) => !skipped.has(parameter.code))
    .filter((filter) => scope.pushes(filter, scope.kept))
    .map(({ parameter, modifier, alternatives }): QueryPair => {
      const name = modifier === null ? parameter.code : `${parameter.code}:${modifier}`;
      return [name, alternatives.join(",")];
    });
}

/** `_id` for Patient; null for a type that names no patient. */
export function patientParameterOf(catalogue: Catalogue, type: string): string | null {
  if (type === "Patient") return "_id";
  const names = PATIENT_PARAMETERS.filter((code) => {
    const parameter = catalogue.searchParameter(type, code);
    return parameter?.type === "reference" && parameter.target.includes("Patient");
  });
  return names[0] ?? null;
}

/** The patients that the filters name, where they name patients; null: they do not. */
export function narrowedPatients(plan: Candidates, scope: CandidateScope): ReadonlySet<string> | null {
  const named = plan.filters
    .filter(
      ({ parameter: { code } }) => NAMING_PATIENTS.has(code) || (plan.type === "Patient" && code === "_id"),
    )
    .map((filter) => patientIdsIn(filter, scope.match))
    .filter((ids) => ids !== null);
  const [first, ...rest] = named;
  return first === undefined ? null : new Set([...first].filter((id) => rest.every((ids) => ids.has(id))));
}

/** Null when an alternative may name something other than a patient. */
function patientIdsIn(
  { parameter, modifier, alternatives }: Filter,
  match: MatchContext,
): ReadonlySet<string> | null {
  if (modifier !== null && modifier !== "Patient") return null;
  const ids = alternatives.map((text) => {
    const asked = unescaped(text);
    if (isLogicalId(asked)) return asked;
    const reference = parameter.type === "reference" ? localReference(asked, match) : undefined;
    return reference?.type === "Patient" ? reference.id : null;
  });
  return ids.every((id) => id !== null) ? new Set(ids) : null;
}

function batchQuery(
  type: string,
  parameter: string,
  batch: readonly string[],
  pushed: readonly QueryPair[],
): UpstreamQuery {
  const ask: QueryPair = [parameter, batch.join(",")];
  return { parameters: [ask, ...pushed], expected: { type, id: null, patients: new Set(batch) } };
}

/** The items in groups of at most `size`. */
export function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
