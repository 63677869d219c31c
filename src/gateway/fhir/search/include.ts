import type { SearchParameter } from "../../../catalogue/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import {
  isPermittedType,
  mayReferTo,
  permittedReference,
  quoted,
  typeRefused,
} from "./permitted-parameter.ts";
import type { PlanScope } from "./permitted-parameter.ts";

/** One `_include` or `_revinclude`, permitted (FHIR R4 search, 3.1.1.5.4). */
export interface Include {
  /** `forward`: what records of `source` refer to. `reverse`: records of `source` that refer to them. */
  readonly direction: "forward" | "reverse";
  readonly source: string;
  readonly reference: SearchParameter;
  /** Types at the end of the reference, of which policy gives something. */
  readonly targets: ReadonlySet<string>;
  /** `:iterate`: of what was included, too. */
  readonly iterates: boolean;
}

const NAMES: Readonly<Record<string, Pick<Include, "direction" | "iterates">>> = {
  _include: { direction: "forward", iterates: false },
  "_include:iterate": { direction: "forward", iterates: true },
  _revinclude: { direction: "reverse", iterates: false },
  "_revinclude:iterate": { direction: "reverse", iterates: true },
};

/** True for `_include` and `_revinclude` with whatever modifier. */
export function isInclude(name: string): boolean {
  return /^_(?:rev)?include(?::|$)/.test(name);
}

/** Of one search, each by itself: a way that is asked for twice is one. */
const MOST_INCLUDES = 12;

/** Compiles the includes of a search for these types, or says why policy refuses one. */
export function planIncludes(
  scope: PlanScope,
  types: readonly string[],
  pairs: readonly QueryPair[],
): Result<readonly Include[], Reason> {
  const includes: Include[] = [];
  const asked = new Map(pairs.filter(([name]) => isInclude(name)).map((pair) => [pair.join("="), pair]));
  if (asked.size > MOST_INCLUDES)
    return err(because("bad_request", `more than ${MOST_INCLUDES} includes are asked for`));
  for (const [name, value] of asked.values()) {
    const include = includeOf(scope, types, name, value);
    if (!include.ok) return include;
    includes.push(include.value);
  }
  return ok(includes);
}

/** `Source:reference` or `Source:reference:Target`. */
function includeOf(
  scope: PlanScope,
  types: readonly string[],
  name: string,
  value: string,
): Result<Include, Reason> {
  const kind = NAMES[name];
  const [source = "", code = "", named, ...rest] = value.split(":");
  if (kind === undefined || rest.length > 0) return err(because("parameter_invalid", "`_include`"));
  if (source === "*" || code === "*")
    return err(because("result_parameter_not_supported", "`_include` names one reference, not all"));
  if (!isPermittedType(scope, source)) return err(typeRefused(scope, source));
  const reference = permittedReference(scope, source, code);
  if (!reference.ok) return reference;
  if (named !== undefined && !isPermittedType(scope, named)) return err(typeRefused(scope, named));
  const targets = targetsOf(scope, reference.value, named);
  const [end] = targets.size === 0 ? reference.value.target : [];
  if (end !== undefined && named === undefined) return err(typeRefused(scope, end));
  const starts = kind.direction === "forward" ? [source] : [...targets];
  const isLinked = targets.size > 0 && (kind.iterates || starts.some((type) => types.includes(type)));
  if (!isLinked) return err(because("parameter_invalid", `${quoted(code)} does not link what is searched`));
  return ok({ ...kind, source, reference: reference.value, targets });
}

function targetsOf(
  scope: PlanScope,
  parameter: SearchParameter,
  named: string | undefined,
): ReadonlySet<string> {
  const candidates =
    named === undefined ? parameter.target : [named].filter((type) => mayReferTo(parameter, type));
  return new Set(candidates.filter((type) => isPermittedType(scope, type)));
}
