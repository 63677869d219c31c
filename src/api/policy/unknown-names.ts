import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";

/** Where names are listed. */
export const SEGMENTS = "GET /api/v1/policy/segments";
export const ROLES = "GET /api/v1/policy/roles";
export const PURPOSES = "GET /api/v1/policy/purposes";
const ELEMENTS = "GET /api/v1/policy/elements";

interface Names {
  readonly role?: string | undefined;
  readonly purpose?: string | undefined;
  readonly segment?: string | undefined;
  /** A group of the catalogue. */
  readonly group?: string | undefined;
  /** A resource type of the catalogue. */
  readonly type?: string | undefined;
  /** Roles, each list under the name of its parameter. */
  readonly wide?: readonly string[];
  readonly chartless?: readonly string[];
}

/** An empty answer to a name that the policy does not have would look like nobody. */
export function unknownIn(policy: CompiledPolicy, asked: Names): Reason | null {
  const { role, purpose, segment, group, type, wide = [], chartless = [] } = asked;
  const { elements } = policy.catalogue;
  const isRole = (id: string): boolean => policy.roles.has(id);
  if (role !== undefined && !isRole(role)) return missing("role", "role", ROLES);
  if (!wide.every(isRole)) return missing("wide", "role", ROLES);
  if (!chartless.every(isRole)) return missing("chartless", "role", ROLES);
  if (purpose !== undefined && !policy.purposes.has(purpose)) return missing("purpose", "purpose", PURPOSES);
  if (segment !== undefined && !policy.segments.some(({ id }) => id === segment))
    return missing("segment", "segment", SEGMENTS);
  if (group !== undefined && !elements.some((element) => element.group === group))
    return missing("group", "group of elements", ELEMENTS);
  const isType = type === undefined || policy.catalogue.elementsOfType(type).length > 0;
  return isType ? null : missing("type", "resource type", ELEMENTS);
}

/** Says which parameter it was and not what it said: a text that was sent may hold anything. */
function missing(parameter: string, what: string, list: string): Reason {
  return because(
    "name_unknown",
    null,
    `\`${parameter}\` names no ${what} of the policy; \`${list}\` lists them`,
  );
}

/** Of an address that names one of a list. */
export function unlisted(what: string, list: string): Reason {
  return because("name_unknown", null, `there is no such ${what}; \`${list}\` lists them`);
}
