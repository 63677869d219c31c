import { codeOf, DROP } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import type { Catalogue, SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { because } from "../reasons.ts";
import { isGiven } from "../show.ts";
import { hasRule } from "./filter.ts";
import type { MatchContext } from "./value-test.ts";

/** What a question is judged against. INVARIANT: nothing here comes from records, so a refusal tells nothing about them. */
export interface PlanScope {
  readonly catalogue: Catalogue;
  /** Upper bound of what the decision gives of a type. */
  grantedOf(type: string): TransformVector;
  readonly match: MatchContext;
}

const MASK = codeOf("mask");

/** The parameter, when its footprint can be derived and the decision gives some of it in a form that can be compared. */
export function permittedParameter(
  { catalogue, grantedOf }: PlanScope,
  type: string,
  code: string,
): Result<SearchParameter, Reason> {
  const parameter = catalogue.searchParameter(type, code);
  if (parameter === undefined) return err(unknownParameter(code));
  if (parameter.footprint === undefined) return err(because("parameter_not_derivable", quoted(code)));
  if (!hasRule(parameter.type)) {
    return err(
      because(
        "parameter_not_derivable",
        `${quoted(code)} is a ${parameter.type} parameter, which has no rule`,
      ),
    );
  }
  if (parameter.structural) return ok(parameter);
  const elements = parameter.elements ?? [];
  const granted = grantedOf(type);
  if (elements.some((element) => isComparable(granted[element]))) return ok(parameter);
  const names = elements.flatMap((element) => catalogue.elements[element]?.id ?? []);
  const reads =
    names.length === 0 ? "what no data element covers" : names.map((id) => `\`${id}\``).join(", ");
  return err(because("parameter_not_permitted", `${quoted(code)} reads ${reads}`));
}

/** A permitted parameter that holds references; anything else cannot be followed. */
export function permittedReference(
  scope: PlanScope,
  type: string,
  code: string,
): Result<SearchParameter, Reason> {
  const parameter = permittedParameter(scope, type, code);
  if (!parameter.ok || parameter.value.type === "reference") return parameter;
  return err(because("parameter_invalid", `${quoted(code)} holds no reference`));
}

/** They come from elsewhere than the upstream, by rules of their own (interactions.ts): nothing is joined with them. */
const SERVED_ELSEWHERE: ReadonlySet<string> = new Set(["AuditEvent", "Binary"]);

/** True when policy gives this caller any element of the type, and its records are the upstream's. */
export function isPermittedType({ catalogue, grantedOf }: PlanScope, type: string): boolean {
  if (SERVED_ELSEWHERE.has(type) || !catalogue.isResourceType(type)) return false;
  return isGiven(catalogue, type, grantedOf(type));
}

/** The reason that stands for a type of which nothing is given. */
export function typeRefused({ catalogue }: PlanScope, type: string): Reason {
  return catalogue.isResourceType(type)
    ? because("type_not_permitted", quoted(type))
    : because("type_unknown");
}

/** True when the parameter can refer to records of this type; without targets it may refer to any. */
export function mayReferTo({ target }: SearchParameter, type: string): boolean {
  return target.length === 0 || target.includes(type);
}

/** A masked value never matches, so a filter over masks alone would only seem to find nothing. */
function isComparable(transform: number | undefined): boolean {
  return transform !== undefined && transform !== DROP && transform !== MASK;
}

function unknownParameter(code: string): Reason {
  return because(code.startsWith("_") ? "result_parameter_not_supported" : "parameter_unknown", quoted(code));
}

/** What the caller typed is repeated only when it can be a name of the standard: values may be PHI. */
export function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z-]{0,40}$/.test(name) ? `\`${name}\`` : "a name that is none";
}
