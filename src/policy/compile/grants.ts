import { endOfDay, startOfDay } from "../check/calendar.ts";
import type { ResolvedGrant } from "../resolve/grants.ts";
import type { ResolvedException, ResolvedRole } from "../resolve/policy.ts";
import type { CompiledGrant, CompiledRole } from "../types.ts";

/** A role with its standing grants in file order, then its dated ones in order of id. */
export function compileRole(
  { file, grants }: ResolvedRole,
  exceptions: readonly ResolvedException[],
  timeZone: string,
): CompiledRole {
  const { id, title, jobFunctions, heldBy, provider, eligible, conflictsWith, why } = file.source;
  const dated = exceptions.filter(({ grant }) => grant.role === id);
  return {
    id,
    title,
    jobFunctions,
    kind: heldBy,
    provider,
    grants: [...grants.map(compileGrant), ...dated.map((exception) => compileException(exception, timeZone))],
    breakGlass: eligible.breakGlass,
    conflictsWith,
    why,
    at: file.at(["id"]),
  };
}

function compileGrant(grant: ResolvedGrant): CompiledGrant {
  const { rule, role, source, elements, segments, file, path } = grant;
  return {
    rule,
    role,
    purpose: source.purpose,
    relation: source.on,
    can: new Set(source.can),
    elements: elements.vector,
    segments,
    systems: source.systems,
    at: file.at(path),
  };
}

/** Days are counted in the organization's zone; the last one is included. */
function compileException({ file, grant }: ResolvedException, timeZone: string): CompiledGrant {
  const { from, until } = file.source;
  const period = { from: startOfDay(from, timeZone), until: endOfDay(until, timeZone) };
  return { ...compileGrant(grant), period };
}
