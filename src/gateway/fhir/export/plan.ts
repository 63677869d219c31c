import { mappedTypes } from "../../../catalogue/mapped-types.ts";
import { isDirectoryType } from "../../../catalogue/patient-link.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import { reachOf } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import { isLogicalId } from "../admit.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import { batches, patientParameterOf } from "../search/candidates.ts";
import { isInclude } from "../search/include.ts";
import { isPermittedType, typeRefused } from "../search/permitted-parameter.ts";
import { planSearch } from "../search/plan.ts";
import type { SearchPlan } from "../search/plan.ts";
import { isResultParameter } from "../search/result-parameters.ts";
import { createScopes } from "../search/scopes.ts";
import type { Scopes } from "../search/scopes.ts";
import type { ExportAsk } from "./request.ts";
import type { ExportTask, ExportType } from "./types.ts";

/** What is exported: that of all patients, of some, or of everything in reach, directories too. */
export interface ExportLevel {
  /** Null: of all. */
  readonly patients: ReadonlySet<string> | null;
  readonly directory: boolean;
}

export type ExportPlan = Pick<ExportTask, "types" | "patients" | "directory">;

/** One step of an export: a type, for some patients or for none. */
export interface ExportUnit {
  readonly type: ExportType;
  /** Null: records of the directory. */
  readonly patients: readonly string[] | null;
}

/**
 * What an export comes to, from policy, caller and relation facts, or why policy refuses it. Patients who are asked
 * for and out of reach are not there, as in a search.
 */
export function planExport(
  parts: GatewayParts,
  permitted: Permitted,
  ask: ExportAsk,
  level: ExportLevel,
  most: number,
): Result<ExportPlan, Reason> {
  const scopes = createScopes(parts, permitted);
  const types = typesOf(scopes, ask, level);
  if (!types.ok) return types;
  const reach = reachOf(permitted.decision, permitted.facts);
  const patients = [...reach.patients]
    .filter((id) => isLogicalId(id) && (ask.patients?.has(id) ?? true) && (level.patients?.has(id) ?? true))
    .toSorted();
  if (patients.length > most) return err(because("scan_budget_exceeded"));
  return ok({ types: types.value, patients, directory: level.directory && reach.directory });
}

/** Every step, in the same order each time. A type that names no patient is asked for once. */
export function unitsOf(
  task: ExportPlan & Pick<ExportTask, "batch">,
  catalogue: Catalogue,
): readonly ExportUnit[] {
  return task.types.flatMap((type): readonly ExportUnit[] => {
    const isLinked = patientParameterOf(catalogue, type.type) !== null;
    const linked = isLinked ? batches(task.patients, task.batch).map((patients) => ({ type, patients })) : [];
    const listed = task.directory && isDirectoryType(type.type) ? [{ type, patients: null }] : [];
    return [...linked, ...listed];
  });
}

/** The searches of a type, compiled for one decision. */
export function plansOf(
  scopes: Scopes,
  { type, filters }: ExportType,
  limits: GatewayParts["limits"],
): Result<readonly SearchPlan[], Reason> {
  const plans: SearchPlan[] = [];
  for (const pairs of filters) {
    const shaping = pairs.find(([name]) => isResultParameter(name) || isInclude(name));
    if (shaping !== undefined) return err(because("result_parameter_not_supported", "in a `_typeFilter`"));
    const plan = planSearch(scopes.plan, type, { pairs, sort: [] }, limits);
    if (!plan.ok) return plan;
    if (plan.value.joins.length > 0)
      return err(because("interaction_not_supported", "a `_typeFilter` asks about the record alone"));
    plans.push(plan.value);
  }
  return ok(plans);
}

function typesOf(scopes: Scopes, ask: ExportAsk, level: ExportLevel): Result<readonly ExportType[], Reason> {
  const { catalogue } = scopes.plan;
  const isOf = (type: string): boolean =>
    patientParameterOf(catalogue, type) !== null || (level.directory && isDirectoryType(type));
  const names =
    ask.types ?? mappedTypes(catalogue).filter((type) => isOf(type) && isPermittedType(scopes.plan, type));
  const refused = [...names, ...ask.filters.map(({ type }) => type)].find(
    (type) => !isPermittedType(scopes.plan, type),
  );
  if (refused !== undefined) return err(typeRefused(scopes.plan, refused));
  if (!names.every(isOf))
    return err(because("parameter_invalid", "`_type` names what no patient's chart holds"));
  if (!ask.filters.every(({ type }) => names.includes(type)))
    return err(because("parameter_invalid", "`_typeFilter`"));
  const types = names.map((type) => typeOf(ask, type));
  return ok(types);
}

function typeOf(ask: ExportAsk, type: string): ExportType {
  const elements = [...(ask.elements.get("") ?? []), ...(ask.elements.get(type) ?? [])];
  return {
    type,
    filters: ask.filters.filter((filter) => filter.type === type).map(({ pairs }) => pairs),
    // What is asked for of other types alone leaves this one whole.
    elements: elements.length === 0 ? null : elements,
  };
}
