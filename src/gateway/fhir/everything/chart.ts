import { resourceTypes } from "../../../catalogue/fhir-r4/definitions.ts";
import { isDirectoryType } from "../../../catalogue/patient-link.ts";
import { compartmentLink } from "../compartment/compartment-link.ts";
import type { Compartment } from "../route.ts";
import type { Include } from "../search/include.ts";
import { isPermittedType, permittedParameter, permittedReference } from "../search/permitted-parameter.ts";
import type { PlanScope } from "../search/permitted-parameter.ts";
import type { TypeAsk } from "../search/question-plan.ts";

/** What `$everything` searches and includes, from policy alone. */
export interface Chart {
  readonly types: readonly TypeAsk[];
  readonly includes: readonly Include[];
}

/** The record itself first, then the other types of its compartment by name. `asked` null: all that are given. */
export function chartOf(scope: PlanScope, of: Compartment, asked: readonly string[] | null): Chart {
  const isAsked = (type: string): boolean => asked === null || asked.includes(type);
  const others = [...resourceTypes()].filter((type) => type !== of.type).toSorted();
  const types = [of.type, ...others].filter(isAsked).flatMap((type) => typeAsk(scope, of, type) ?? []);
  const isAround = (type: string): boolean =>
    isAsked(type) && (isDirectoryType(type) || (type === "Patient" && of.type !== "Patient"));
  const includes = types.flatMap(({ type }) => includesFrom(scope, type, isAround));
  return { types, includes };
}

/** Null: policy gives nothing of the type, or not the reference that says it belongs here. */
function typeAsk(scope: PlanScope, of: Compartment, type: string): TypeAsk | null {
  const link = isPermittedType(scope, type) ? compartmentLink(scope.catalogue, of, type) : null;
  return link !== null && permittedParameter(scope, type, link[0]).ok ? { type, within: [link] } : null;
}

function includesFrom(
  scope: PlanScope,
  source: string,
  isAround: (type: string) => boolean,
): readonly Include[] {
  return scope.catalogue.searchParameters(source).flatMap(({ code, target }) => {
    const targets = new Set(target.filter((type) => isAround(type) && isPermittedType(scope, type)));
    const reference = permittedReference(scope, source, code);
    if (targets.size === 0 || !reference.ok) return [];
    return [{ direction: "forward", source, reference: reference.value, targets, iterates: false }];
  });
}
