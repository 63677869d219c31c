import { endOfDay, startOfDay } from "../../kernel/calendar.ts";
import type { ResolvedGrant } from "../resolve/grants.ts";
import type { ResolvedException, ResolvedRole } from "../resolve/policy.ts";
import { capabilitiesOf } from "../source/vocabulary.ts";
import type { CompiledGrant, CompiledRole, DatedGrant } from "../types.ts";

/** A role with its standing grants in file order. */
export function compileRole({ file, grants, never }: ResolvedRole): CompiledRole {
  const { id, title, jobFunctions, heldBy, provider, eligible, conflictsWith } = file.source;
  const { recertify, why, owner, reviewBy, cfr } = file.source;
  return {
    id,
    title,
    jobFunctions,
    kind: heldBy,
    provider,
    grants: grants.map(compileGrant),
    breakGlass: eligible.breakGlass,
    conflictsWith,
    never: never.vector,
    eligible: { jit: eligible.jit, approve: eligible.approve },
    recertify,
    why,
    owner,
    reviewBy,
    cfr,
    at: file.at(["id"]),
  };
}

/** A dated grant. Days are counted in the organization's zone; the last one is included. */
export function compileException({ file, grant }: ResolvedException, timeZone: string): DatedGrant {
  const { from, until } = file.source;
  const period = { from: startOfDay(from, timeZone), until: endOfDay(until, timeZone) };
  return { ...compileGrant(grant), period };
}

function compileGrant(grant: ResolvedGrant): CompiledGrant {
  const { rule, role, source, elements, segments, file, path } = grant;
  return {
    rule,
    role,
    purpose: source.purpose,
    relation: source.on,
    can: capabilitiesOf(source.can),
    elements: elements.vector,
    segments,
    systems: source.systems,
    at: file.at(path),
  };
}
