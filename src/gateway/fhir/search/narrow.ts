import type { SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { candidateQueries, narrowedPatients, NAMING_PATIENTS } from "./candidates.ts";
import type { CandidateScope } from "./candidates.ts";
import { filtersIn } from "./condition.ts";
import type { Condition } from "./condition.ts";
import type { Filter } from "./filter.ts";
import { witnesses } from "./holding.ts";
import type { Joining } from "./holding.ts";
import type { SearchPlan } from "./plan.ts";
import { shownRecords } from "./shown-records.ts";
import type { Viewer } from "./shown-records.ts";

type Chain = Extract<Condition, { readonly kind: "chain" | "has" }>;

/**
 * A chain over the patient (`Observation?patient.name=…`) is asked first, where the question names no patient by id:
 * then the records of the patients it finds are read, and no others. The answer is the same either way.
 */
export async function narrowedByPatient(
  plan: SearchPlan,
  viewer: Viewer,
  joining: Joining,
  scopeOf: (type: string) => CandidateScope,
): Promise<Result<SearchPlan, Reason>> {
  const chain = plan.joins.find(isOverPatient);
  if (chain === undefined || narrowedPatients(plan, scopeOf(plan.type)) !== null) return ok(plan);
  const queries = candidateQueries({ type: "Patient", filters: filtersIn(chain.of) }, scopeOf("Patient"));
  if (!queries.ok) return queries;
  const found = new Set<string>();
  for (const query of queries.value)
    for await (const chunk of shownRecords(viewer, "Patient", query))
      for (const { id } of await witnesses(chain.of, chunk, joining)) found.add(`Patient/${id}`);
  const filter = referringTo(chain.reference, found, joining);
  const joins = plan.joins.filter((join) => join !== chain);
  return ok({ ...plan, filters: [...plan.filters, filter], joins });
}

function isOverPatient(condition: Condition): condition is Chain {
  return (
    condition.kind === "chain" &&
    condition.type === "Patient" &&
    NAMING_PATIENTS.has(condition.reference.code)
  );
}

/** The reference is, as it is shown, to one of these records. */
function referringTo(
  reference: SearchParameter,
  refs: ReadonlySet<string>,
  { steps, match }: Joining,
): Filter {
  return {
    parameter: reference,
    modifier: null,
    alternatives: [...refs],
    matches: (resource) => steps.references(resource, reference, match).some((ref) => refs.has(ref)),
  };
}
