import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";

interface Names {
  readonly role?: string | undefined;
  readonly purpose?: string | undefined;
  readonly segment?: string | undefined;
  /** A group of the catalogue. */
  readonly group?: string | undefined;
  /** A resource type of the catalogue. */
  readonly type?: string | undefined;
  readonly roles?: readonly string[];
}

/** An empty answer to a name that the policy does not have would look like nobody. */
export function unknownIn(policy: CompiledPolicy, asked: Names): Reason | null {
  const { purpose, segment, group, type } = asked;
  const { elements } = policy.catalogue;
  for (const role of [asked.role, ...(asked.roles ?? [])])
    if (role !== undefined && !policy.roles.has(role)) return missing("role");
  if (purpose !== undefined && !policy.purposes.has(purpose)) return missing("purpose");
  if (segment !== undefined && !policy.segments.some(({ id }) => id === segment)) return missing("segment");
  if (group !== undefined && !elements.some((element) => element.group === group)) return missing("group");
  const isType = type === undefined || policy.catalogue.elementsOfType(type).length > 0;
  return isType ? null : missing("resource type");
}

/** Says what it was and not which: a text that was sent may hold anything. */
function missing(what: string): Reason {
  return because("not_found", null, `the policy has no ${what} of that name`);
}
